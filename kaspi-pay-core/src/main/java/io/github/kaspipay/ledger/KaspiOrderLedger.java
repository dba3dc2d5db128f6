package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.LedgerEntry.PendingRefund;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of each order. The only place where a status changes: whatever is heard
 * of an order, from a webhook, a poll or an answer, goes through {@link #observe}.
 * Thread-safe.
 */
public final class KaspiOrderLedger {

	private static final Logger logger = LoggerFactory.getLogger(KaspiOrderLedger.class);

	private static final Duration REFUND_ASKED_AFTER = Duration.ofMinutes(1);

	private static final Duration SOON = Duration.ofSeconds(10);

	private final KaspiOrderStore store;

	private final Clock clock;

	private final Runnable afterEvents;

	/**
	 * Creates the ledger.
	 * @param store keeps the entries
	 * @param clock the clock
	 * @param afterEvents called after events were written
	 */
	public KaspiOrderLedger(KaspiOrderStore store, Clock clock, Runnable afterEvents) {
		this.store = store;
		this.clock = clock;
		this.afterEvents = afterEvents;
	}

	/**
	 * Records what is heard of an order, and the events that follow from it.
	 * @param observation what is heard
	 * @return what became of it
	 */
	public ObservationOutcome observe(OrderObservation observation) {
		while (true) {
			Instant now = this.clock.instant();
			LedgerEntry entry = find(observation);
			if (entry != null && !entry.isIntent() && tieToIntent(entry, observation.reference())) {
				continue;
			}
			EntryDraft draft = new EntryDraft((entry != null) ? entry : unknownOrder(observation, now));
			draft.referenceTaken = isAnothersReference(draft, observation.reference());
			ObservationOutcome outcome = OrderTransitions.apply(draft, observation, now);
			WebhookReceipt receipt = receipt(observation, outcome, now);
			if (entry != null && !draft.isChanged()) {
				if (receipt != null) {
					this.store.record(receipt);
				}
				return outcome;
			}
			if (write(entry, draft, receipt)) {
				log(observation, draft, outcome);
				return outcome;
			}
		}
	}

	/**
	 * Looks an entry up.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the entry, or {@code null}
	 */
	public @Nullable LedgerEntry findByOrderId(String orderId) {
		return this.store.findByOrderId(orderId);
	}

	/**
	 * Says whether there is an order that Kaspi Pay is to be asked about now.
	 * @return whether {@link #claimDue} would find one
	 */
	public boolean hasDue() {
		return this.store.hasDue();
	}

	/**
	 * Takes the orders that Kaspi Pay is to be asked about now, the longest due first.
	 * @param since leaves out what was due before
	 * @param max how many at the most
	 * @param pause how long until the order is due again, or {@code null} for never
	 * @return the entries
	 */
	public List<LedgerEntry> claimDue(Instant since, int max, Function<LedgerEntry, @Nullable Duration> pause) {
		return this.store.claimDue(since, max, pause);
	}

	/**
	 * Forgets an order that was only heard of and that Kaspi Pay does not know.
	 * @param entry the entry as it was claimed
	 */
	public void forget(LedgerEntry entry) {
		if (entry.order().status().equals(KaspiOrderStatus.UNKNOWN)) {
			this.store.delete(entry);
		}
	}

	/**
	 * Settles by hand a refund whose outcome Kaspi Pay's answers do not tell: a further
	 * part of an order that was refunded in part before. Look it up at Kaspi Pay first.
	 * @param orderId Kaspi Pay's id of the order
	 * @param happened whether the refund happened
	 * @return whether a refund of the order was open
	 * @throws IllegalArgumentException if the ledger does not know the order
	 */
	public boolean settleRefund(String orderId, boolean happened) {
		LedgerEntry entry = this.store.findByOrderId(orderId);
		if (entry == null) {
			throw new IllegalArgumentException("orderId '" + orderId + "' is not in the ledger");
		}
		PendingRefund refund = entry.pendingRefund();
		if (refund == null) {
			return false;
		}
		if (happened) {
			refunded(orderId, refund, null);
		}
		else {
			takeBackRefund(orderId, refund);
		}
		return true;
	}

	/**
	 * Has Kaspi Pay asked again soon about an order that somebody waits for, if it is
	 * still open.
	 */
	void askSoon(LedgerEntry entry) {
		Instant now = this.clock.instant();
		Instant next = entry.nextPollAt();
		boolean soon = next == null || entry.isFirst() || (!next.isBefore(now) && next.isBefore(now.plus(SOON)));
		if (!soon && entry.order().status().equals(KaspiOrderStatus.INIT)) {
			this.store.askFirst(entry.order().orderId());
		}
	}

	@Nullable LedgerEntry findByReference(String reference) {
		return this.store.findByReference(reference);
	}

	SharedQuestions sharedQuestions() {
		return new SharedQuestions(this.store);
	}

	/**
	 * Writes down that an order is about to be created.
	 * @return the intent, or {@code null} if the reference is in the ledger
	 */
	@Nullable LedgerEntry intend(KaspiOrderRequest request) {
		KaspiOrder order = new KaspiOrder("", request.getReference(), KaspiOrderStatus.UNKNOWN, request.getAmount(),
				BigDecimal.ZERO, null, null, null, null, null);
		LedgerEntry intent = new LedgerEntry(order, null, null, false, this.clock.instant(), null, 0);
		return this.store.insert(intent, List.of(), null) ? intent : null;
	}

	/**
	 * Takes an intent back: the order was certainly not created.
	 */
	void takeBack(LedgerEntry intent) {
		this.store.delete(intent);
	}

	/**
	 * Records the answer to a creation.
	 */
	KaspiOrder created(KaspiOrderRequest request, KaspiOrder answer, @Nullable Duration firstPoll) {
		while (true) {
			Instant now = this.clock.instant();
			LedgerEntry heardOf = this.store.findByOrderId(answer.orderId());
			if (heardOf != null && tieToIntent(heardOf, request.getReference())) {
				continue;
			}
			LedgerEntry entry = this.store.findByReference(request.getReference());
			if (isAnothersOrder(heardOf, request) || entry == null
					|| !(entry.isIntent() || entry.order().orderId().equals(answer.orderId()))) {
				logger.warn("Order '{}' has reference '{}', which the ledger has lost or holds for another order",
						answer.orderId(), request.getReference());
				return answer;
			}
			EntryDraft draft = new EntryDraft(entry);
			draft.orderId = answer.orderId();
			draft.fill(answer);
			draft.createdAt = (draft.createdAt != null) ? draft.createdAt : now;
			if (entry.isIntent()) {
				draft.status = KaspiOrderStatus.INIT;
				draft.nextPollAt = (firstPoll != null) ? now.plus(firstPoll) : null;
			}
			if (write(entry, draft, null)) {
				return draft.toEntry().order();
			}
		}
	}

	/**
	 * Writes down that a refund is about to be sent.
	 * @return the refund, or {@code null} if the entry was changed since it was read
	 */
	@Nullable PendingRefund intendRefund(LedgerEntry entry, BigDecimal amount) {
		Instant now = this.clock.instant();
		EntryDraft draft = new EntryDraft(entry);
		PendingRefund refund = new PendingRefund(UUID.randomUUID().toString(), amount, now);
		draft.pendingRefund = refund;
		draft.nextPollAt = now.plus(REFUND_ASKED_AFTER);
		return this.store.update(entry, draft.toEntry(), List.of(), null) ? refund : null;
	}

	/**
	 * Takes a refund back: it certainly did not happen.
	 */
	void takeBackRefund(String orderId, PendingRefund refund) {
		change(orderId, (draft) -> {
			if (refund.isSameAs(draft.pendingRefund)) {
				draft.pendingRefund = null;
			}
		});
	}

	/**
	 * Records the answer to a refund.
	 */
	KaspiOrder refunded(String orderId, PendingRefund refund, @Nullable KaspiOrderStatus answered) {
		return change(orderId, (draft) -> OrderTransitions.refunded(draft, refund, answered, this.clock.instant()));
	}

	private KaspiOrder change(String orderId, Consumer<EntryDraft> change) {
		while (true) {
			LedgerEntry entry = this.store.findByOrderId(orderId);
			if (entry == null) {
				throw new IllegalStateException("The ledger has lost order '" + orderId + "'");
			}
			EntryDraft draft = new EntryDraft(entry);
			change.accept(draft);
			if (!draft.isChanged() || write(entry, draft, null)) {
				return draft.toEntry().order();
			}
		}
	}

	private @Nullable LedgerEntry find(OrderObservation observation) {
		LedgerEntry entry = this.store.findByOrderId(observation.orderId());
		if (entry != null || observation.reference() == null) {
			return entry;
		}
		LedgerEntry intent = this.store.findByReference(observation.reference());
		return (intent != null && intent.isIntent()) ? intent : null;
	}

	private static boolean isAnothersOrder(@Nullable LedgerEntry entry, KaspiOrderRequest request) {
		return entry != null && !request.getReference().equals(entry.order().reference());
	}

	/**
	 * Makes one entry of an order that was heard of without its reference and of the
	 * intent that has this reference.
	 * @return whether there were two; both have to be read again then
	 */
	private boolean tieToIntent(LedgerEntry heardOf, @Nullable String reference) {
		if (heardOf.order().reference() != null || reference == null) {
			return false;
		}
		LedgerEntry intent = this.store.findByReference(reference);
		if (intent == null || !intent.isIntent()) {
			return false;
		}
		this.store.delete(intent);
		EntryDraft draft = new EntryDraft(heardOf);
		draft.reference = reference;
		if (draft.status.equals(KaspiOrderStatus.UNKNOWN)) {
			draft.status = KaspiOrderStatus.INIT;
			draft.amount = intent.order().amount();
		}
		if (!this.store.update(heardOf, draft.toEntry(), List.of(), null)) {
			this.store.insert(intent, List.of(), null);
		}
		return true;
	}

	private boolean isAnothersReference(EntryDraft draft, @Nullable String reference) {
		return draft.reference == null && reference != null && this.store.findByReference(reference) != null;
	}

	private LedgerEntry unknownOrder(OrderObservation observation, Instant now) {
		boolean taken = observation.reference() != null && this.store.findByReference(observation.reference()) != null;
		KaspiOrder order = new KaspiOrder(observation.orderId(), taken ? null : observation.reference(),
				KaspiOrderStatus.UNKNOWN, (observation.amount() != null) ? observation.amount() : BigDecimal.ZERO,
				BigDecimal.ZERO, null, null, null, null, null);
		return new LedgerEntry(order, null, null, false, now, now, 0);
	}

	private static @Nullable WebhookReceipt receipt(OrderObservation observation, ObservationOutcome outcome,
			Instant now) {
		String digest = observation.bodyDigest();
		return (digest != null) ? new WebhookReceipt(now, observation.orderId(), observation.status(), outcome, digest)
				: null;
	}

	private boolean write(@Nullable LedgerEntry entry, EntryDraft draft, @Nullable WebhookReceipt receipt) {
		boolean written = (entry != null) ? this.store.update(entry, draft.toEntry(), draft.events, receipt)
				: this.store.insert(draft.toEntry(), draft.events, receipt);
		if (written && !draft.events.isEmpty()) {
			this.afterEvents.run();
		}
		return written;
	}

	private void log(OrderObservation observation, EntryDraft draft, ObservationOutcome outcome) {
		if (draft.disputed && !draft.before.disputed()) {
			logger.warn("Order '{}' is disputed: {} said {}, the ledger has {}; a person has to look",
					observation.orderId(), observation.source(), observation.status(), draft.status);
		}
		else if (outcome != ObservationOutcome.UNCHANGED && observation.source() != KaspiEventSource.WEBHOOK) {
			logger.info("Order '{}': {} said {}, {}; the ledger has {}", observation.orderId(), observation.source(),
					observation.status(), outcome, draft.status);
		}
	}

}
