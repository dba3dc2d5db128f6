/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.ledger.OrderObservation.PaymentReceived;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.CreateAnswer;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.KaspiRefundState;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import io.github.kaspipay.outbox.EventDispatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of each order. Each report of an order's status, from a webhook, a poll
 * or an answer, goes through {@link #observe}: the order is read once, changed, and
 * written once with the events that follow. Thread-safe.
 */
public class KaspiOrderLedger {

	private static final Logger logger = LoggerFactory.getLogger(KaspiOrderLedger.class);

	private static final Duration REFUND_POLLED_AFTER = Duration.ofMinutes(1);

	/**
	 * Longer than a call can take.
	 */
	private static final Duration REFUND_UNDER_WAY = Duration.ofSeconds(90);

	/**
	 * Writers of the same order come one after the other. More conflicts than this mean
	 * that what is read is not what is written to.
	 */
	private static final int MAX_CONFLICTS = 1000;

	private final LedgerStore store;

	private final Clock clock;

	private final EventDispatch dispatch;

	private final @Nullable Duration retention;

	private final KaspiPayInstrumentation instrumentation;

	private final UnrecordedAnswers unrecorded = new UnrecordedAnswers();

	/**
	 * Creates the ledger.
	 * @param store keeps the entries
	 * @param clock the clock
	 * @param dispatch delivers the events that were written
	 */
	public KaspiOrderLedger(LedgerStore store, Clock clock, EventDispatch dispatch) {
		this(store, clock, dispatch, null);
	}

	/**
	 * Creates the ledger of a store that does not keep orders for ever. An order it does
	 * not know and that is older may have been handled: it is taken in without events.
	 * @param store keeps the entries
	 * @param clock the clock
	 * @param dispatch delivers the events that were written
	 * @param retention how long the store keeps settled orders, or {@code null} for ever
	 */
	public KaspiOrderLedger(LedgerStore store, Clock clock, EventDispatch dispatch, @Nullable Duration retention) {
		this(store, clock, dispatch, retention, KaspiPayInstrumentation.NONE);
	}

	/**
	 * Creates the ledger of a store that does not keep orders for ever, with who counts
	 * and traces what is recorded.
	 * @param store keeps the entries
	 * @param clock the clock
	 * @param dispatch delivers the events that were written
	 * @param retention how long the store keeps settled orders, or {@code null} for ever
	 * @param instrumentation is told of what was recorded
	 */
	public KaspiOrderLedger(LedgerStore store, Clock clock, EventDispatch dispatch, @Nullable Duration retention,
			KaspiPayInstrumentation instrumentation) {
		this.store = store;
		this.clock = clock;
		this.dispatch = dispatch;
		this.retention = retention;
		this.instrumentation = instrumentation;
	}

	/**
	 * Records what is observed of an order, and the events that follow from it.
	 * @param observation what is observed
	 * @return what became of it
	 */
	public ObservationOutcome observe(OrderObservation observation) {
		return untilWritten(observation.orderId(), () -> tryToObserve(observation));
	}

	private @Nullable ObservationOutcome tryToObserve(OrderObservation observation) {
		Instant now = now();
		LedgerEntry entry = find(observation);
		if (entry != null && mergeWithIntent(entry, observation.reference(), observation.source())) {
			return null;
		}
		if (entry == null && isOfKnownOrders(observation)) {
			return ObservationOutcome.UNCHANGED;
		}
		LedgerEntry before = (entry != null) ? entry : orphan(observation, now);
		if (before.isOrphan() && observation instanceof Answered answered && isForgotten(answered.answer(), now)) {
			adopt(answered.answer());
			return ObservationOutcome.UNCHANGED;
		}
		EntryDraft draft = new EntryDraft(before);
		draft.referenceTaken = isAnothersReference(draft, observation.reference());
		draft.otherAttemptPaid = isOtherAttemptPaid(draft.before);
		ObservationOutcome outcome = OrderTransitions.apply(draft, observation, now);
		WebhookReceipt receipt = receipt(observation, outcome, now);
		if (entry != null && !draft.isChanged()) {
			if (receipt != null) {
				this.store.record(receipt);
			}
			return outcome;
		}
		LedgerChange change = (entry != null) ? LedgerChange.update(entry, draft.toEntry())
				: LedgerChange.insert(draft.toEntry());
		boolean onlyPaid = draft.onlyPaidAttempt && draft.before.hasOtherAttempts();
		if (!write(change.causedBy(receipt).asOnlyPaidAttempt(onlyPaid), draft.events)) {
			return null;
		}
		tellPaymentTime(before, change.after());
		log(observation, draft, outcome);
		return outcome;
	}

	/**
	 * Says whether an observation makes no order known: it is the ledger's own, of an
	 * order that was removed since.
	 */
	private static boolean isOfKnownOrders(OrderObservation observation) {
		return observation instanceof OrderObservation.GivenUp || observation instanceof OrderObservation.Overdue;
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
	 * Forgets an orphan that Kaspi Pay does not know.
	 * @param entry the entry as it was claimed
	 */
	public void forget(LedgerEntry entry) {
		if (entry.isOrphan()) {
			this.store.delete(entry);
		}
	}

	/**
	 * Imports an order that was created before the ledger was there, without events: what
	 * happened to it is taken for handled. What happens to it from now on is published.
	 * Does nothing if the ledger knows the order.
	 * @param order the order, with its id, amount and status, and with what was refunded
	 * @return the order as the ledger has it
	 * @throws IllegalArgumentException if the order has no id
	 */
	public KaspiOrder adopt(KaspiOrder order) {
		if (order.orderId().isEmpty()) {
			throw new IllegalArgumentException("orderId must not be empty");
		}
		return untilWritten(order.orderId(), () -> {
			LedgerEntry known = this.store.findByOrderId(order.orderId());
			if (known != null && !known.isOrphan()) {
				return known.order();
			}
			if (isIntended(order.reference())) {
				observe(new Answered(order, KaspiEventSource.API, null));
				return null;
			}
			Instant now = now();
			EntryDraft draft = new EntryDraft((known != null) ? known : newEntry(order, null, 1, now, now));
			draft.referenceTaken = isAnothersReference(draft, order.reference());
			OrderTransitions.adopt(draft, order, now);
			LedgerEntry adopted = draft.toEntry();
			LedgerChange change = (known != null) ? LedgerChange.update(known, adopted) : LedgerChange.insert(adopted);
			return write(change, List.of()) ? adopted.order() : null;
		});
	}

	/**
	 * Settles by hand a refund whose outcome Kaspi Pay's answers do not tell. Look it up
	 * at Kaspi Pay first.
	 * @param orderId Kaspi Pay's id of the order
	 * @param happened whether the refund happened
	 * @return whether a refund of the order was in doubt
	 * @throws IllegalArgumentException if the ledger does not know the order
	 * @throws KaspiOperationInProgressException if the refund may be under way still: it
	 * was sent less than 90 seconds ago
	 */
	public boolean settleRefund(String orderId, boolean happened) {
		LedgerEntry entry = require(orderId);
		RefundEntry refund = entry.pendingRefund();
		if (refund == null) {
			return false;
		}
		if (isUnderWay(refund)) {
			throw new KaspiOperationInProgressException(
					"A refund of order '" + orderId + "' was sent less than " + REFUND_UNDER_WAY.toSeconds()
							+ " seconds ago and may be under way: settle it when that time is over");
		}
		if (happened) {
			recordRefund(orderId, refund, new RefundAnswer(null, null, null));
		}
		else {
			recordRefusal(orderId, refund);
		}
		return true;
	}

	/**
	 * Says by hand how much was refunded elsewhere, as in Kaspi Pay's dashboard, where
	 * the ledger knows only that something was.
	 * @param orderId Kaspi Pay's id of the order
	 * @param amount what these refunds gave back altogether, in ₸: more than 0, and less
	 * than what else is left
	 * @return the order
	 * @throws IllegalArgumentException if the ledger does not know the order, all its
	 * refunds are of known amount, or the amount is out of its range
	 */
	public KaspiOrder settleRefundedAmount(String orderId, BigDecimal amount) {
		return change(orderId, (draft) -> {
			if (!draft.hasRefundOfUnknownAmount()) {
				throw new IllegalArgumentException("orderId '" + orderId + "' has no refund of unknown amount"
						+ ((draft.pendingRefund() != null) ? ": settle the refund in doubt first" : ""));
			}
			BigDecimal left = draft.amount.subtract(draft.refundedAmount());
			if (amount.signum() <= 0 || amount.compareTo(left) >= 0) {
				throw new IllegalArgumentException(
						"amount must be more than 0 ₸ and less than the " + left.toPlainString() + " ₸ left");
			}
			refunds(draft).settleUnknownAmount(amount);
		});
	}

	/**
	 * Records what Kaspi Pay accepted while the ledger could not be written. Call it now
	 * and then.
	 */
	public void recordUnrecorded() {
		this.unrecorded.retry();
	}

	KaspiOrder acceptDispute(String orderId) {
		return change(orderId, (draft) -> OrderTransitions.accept(draft, latestPayment(draft), now()));
	}

	/**
	 * Finds the payment that Kaspi last told of by itself, if it did: an order has the
	 * time of its latest one.
	 */
	private @Nullable RecordedPayment latestPayment(EntryDraft draft) {
		Instant paidAt = draft.paidAt;
		List<KaspiPayment> payments = (paidAt != null) ? this.store.findPayments(paidAt) : List.of();
		return payments.stream()
			.filter((payment) -> payment.orderId().equals(draft.orderId))
			.reduce((earlier, later) -> later)
			.map((payment) -> this.store.findPayment(payment.transactionId()))
			.orElse(null);
	}

	KaspiOrder dismissDispute(String orderId) {
		return change(orderId, (draft) -> OrderTransitions.dismiss(draft, now()));
	}

	List<LedgerEntry> findByReference(String reference) {
		return this.store.findByReference(reference);
	}

	boolean isUnderWay(RefundEntry refund) {
		return refund.state() == KaspiRefundState.INTENDED && now().isBefore(refund.createdAt().plus(REFUND_UNDER_WAY));
	}

	UnrecordedAnswers unrecorded() {
		return this.unrecorded;
	}

	/**
	 * Writes down that an order is about to be created.
	 * @param previous the latest attempt of the reference, or {@code null} if this is the
	 * first
	 * @return the intent, or {@code null} if the previous attempt was changed, or the
	 * reference or wire reference is in the ledger
	 */
	@Nullable LedgerEntry recordIntent(KaspiOrderRequest request, String wireReference, @Nullable LedgerEntry previous) {
		KaspiOrder order = new KaspiOrder("", request.getReference(), KaspiOrderStatus.UNKNOWN, request.getAmount(),
				BigDecimal.ZERO, null, null, null, null, null, false, null, null, false, true, request.getMetadata());
		int attempt = (previous != null) ? previous.attempt() + 1 : 1;
		LedgerEntry intent = newEntry(order, wireReference, attempt, now(), null);
		return this.store.write(LedgerChange.insert(intent).superseding(previous).tracedBy(currentTrace())) ? intent
				: null;
	}

	/**
	 * Writes down that an intent whose creation had no answer is sent again.
	 * @return the intent, or {@code null} if it was changed
	 */
	@Nullable LedgerEntry renewIntent(LedgerEntry intent) {
		EntryDraft draft = new EntryDraft(intent);
		draft.recordedAt = now();
		draft.unconfirmed = null;
		LedgerEntry renewed = draft.toEntry();
		return this.store.write(LedgerChange.update(intent, renewed)) ? renewed.withVersion(intent.version() + 1)
				: null;
	}

	/**
	 * Writes down that it is not known whether an intent's order was created.
	 */
	void doubtIntent(LedgerEntry intent) {
		EntryDraft draft = new EntryDraft(intent);
		draft.unconfirmed = new UnconfirmedStatus(KaspiOrderStatus.INIT, now());
		this.store.write(LedgerChange.update(intent, draft.toEntry()));
	}

	/**
	 * Removes an intent: the order was certainly not created.
	 */
	void discardIntent(LedgerEntry intent) {
		this.store.delete(intent);
	}

	/**
	 * Records the answer to a creation.
	 */
	KaspiOrder recordCreated(LedgerEntry intent, CreateAnswer created, @Nullable Duration firstPoll) {
		KaspiOrder recorded = tryToRecordCreated(intent, created, firstPoll);
		return (recorded != null) ? recorded : recordCreatedMeanwhile(intent, created, firstPoll);
	}

	/**
	 * Records the answer to a creation whose intent was changed since, or whose order was
	 * reported meanwhile.
	 */
	private KaspiOrder recordCreatedMeanwhile(LedgerEntry intent, CreateAnswer created, @Nullable Duration firstPoll) {
		KaspiOrder answer = created.order();
		String wireReference = String.valueOf(intent.wireReference());
		return untilWritten(answer.orderId(), () -> {
			LedgerEntry known = this.store.findByOrderId(answer.orderId());
			if (known != null && mergeWithIntent(known, wireReference, KaspiEventSource.API)) {
				return null;
			}
			LedgerEntry entry = (known != null) ? known : this.store.findByWireReference(wireReference);
			boolean same = entry != null && wireReference.equals(entry.wireReference())
					&& (entry.isIntent() || entry.order().orderId().equals(answer.orderId()));
			if (entry == null || !same) {
				logger.warn("Order '{}' has reference '{}', which the ledger has lost or holds for another order",
						answer.orderId(), wireReference);
				return answer.ofMerchant(this.store.merchant());
			}
			return tryToRecordCreated(entry, created, firstPoll);
		});
	}

	private @Nullable KaspiOrder tryToRecordCreated(LedgerEntry entry, CreateAnswer created,
			@Nullable Duration firstPoll) {
		EntryDraft draft = new EntryDraft(entry);
		OrderTransitions.created(draft, created, firstPoll, now());
		LedgerEntry after = draft.toEntry();
		return write(LedgerChange.update(entry, after), draft.events) ? after.order() : null;
	}

	/**
	 * Returns the entry of an order that came to be by its payment.
	 */
	LedgerEntry newEntry(KaspiOrder order) {
		return newEntry(order, null, 1, now(), null);
	}

	/**
	 * Records a payment that Kaspi tells of by itself, with what becomes of its order.
	 * @param known whether the entry is in the ledger
	 * @return {@code false} if the entry was changed since it was read, or the payment is
	 * recorded already; nothing was written then
	 */
	boolean recordPayment(LedgerEntry entry, boolean known, PaymentReceived received) {
		EntryDraft draft = new EntryDraft(entry);
		draft.otherAttemptPaid = isOtherAttemptPaid(entry);
		ObservationOutcome outcome = OrderTransitions.apply(draft, received, now());
		LedgerChange change = known ? LedgerChange.update(entry, draft.toEntry())
				: LedgerChange.insert(draft.toEntry());
		boolean onlyPaid = draft.onlyPaidAttempt && entry.hasOtherAttempts();
		if (!write(change.causedBy(received.payment()).asOnlyPaidAttempt(onlyPaid), draft.events)) {
			return false;
		}
		log(received, draft, outcome);
		return true;
	}

	/**
	 * Writes down that a refund is about to be sent.
	 * @return the refund, or {@code null} if the entry was changed since it was read
	 */
	@Nullable RefundEntry recordRefundIntent(LedgerEntry entry, BigDecimal amount, @Nullable String key) {
		EntryDraft draft = new EntryDraft(entry);
		RefundEntry refund = refunds(draft).intend(amount, key);
		draft.nextPollAt = now().plus(REFUND_POLLED_AFTER);
		return this.store.write(LedgerChange.update(entry, draft.toEntry())) ? refund : null;
	}

	/**
	 * Writes down that a refund that was refused is sent again.
	 * @return the refund, or {@code null} if the entry was changed since it was read
	 */
	@Nullable RefundEntry recordRefundIntent(LedgerEntry entry, RefundEntry refused) {
		EntryDraft draft = new EntryDraft(entry);
		Instant now = now();
		RefundEntry refund = refused.sentAgain(now);
		draft.replace(refund);
		draft.nextPollAt = now.plus(REFUND_POLLED_AFTER);
		return this.store.write(LedgerChange.update(entry, draft.toEntry())) ? refund : null;
	}

	/**
	 * Records that a refund certainly did not happen.
	 */
	void recordRefusal(String orderId, RefundEntry refund) {
		change(orderId, (draft) -> refunds(draft).refused(refund.id()));
	}

	/**
	 * Records that a refund's outcome is not known.
	 */
	void doubtRefund(String orderId, RefundEntry refund) {
		change(orderId, (draft) -> refunds(draft).inDoubt(refund.id()));
	}

	/**
	 * Records the answer to a refund.
	 */
	KaspiOrder recordRefund(String orderId, RefundEntry refund, RefundAnswer answer) {
		return change(orderId, (draft) -> refunds(draft).accepted(refund, answer));
	}

	private RefundTransitions refunds(EntryDraft draft) {
		return new RefundTransitions(draft, KaspiEventSource.API, now());
	}

	private KaspiOrder change(String orderId, Consumer<EntryDraft> change) {
		return untilWritten(orderId, () -> {
			LedgerEntry entry = require(orderId);
			EntryDraft draft = new EntryDraft(entry);
			change.accept(draft);
			LedgerEntry after = draft.toEntry();
			return (!draft.isChanged() || write(LedgerChange.update(entry, after), draft.events)) ? after.order()
					: null;
		});
	}

	private boolean isIntended(@Nullable String wireReference) {
		LedgerEntry entry = (wireReference != null) ? this.store.findByWireReference(wireReference) : null;
		return entry != null && entry.isIntent();
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	private <T> T untilWritten(String orderId, Supplier<@Nullable T> attempt) {
		for (int conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
			T result = attempt.get();
			if (result != null) {
				return result;
			}
		}
		throw new IllegalStateException("Order '" + orderId
				+ "' cannot be written: the ledger reads another state of its database than it writes to");
	}

	private LedgerEntry require(String orderId) {
		LedgerEntry entry = this.store.findByOrderId(orderId);
		if (entry == null) {
			throw new IllegalArgumentException("orderId '" + orderId + "' is not in the ledger");
		}
		return entry;
	}

	private @Nullable LedgerEntry find(OrderObservation observation) {
		LedgerEntry entry = this.store.findByOrderId(observation.orderId());
		if (entry != null || observation.reference() == null) {
			return entry;
		}
		LedgerEntry intent = this.store.findByWireReference(observation.reference());
		return (intent != null && intent.isIntent()) ? intent : null;
	}

	/**
	 * Merges an orphan with the intent that has its reference.
	 * @return whether there were two; they have to be read again then
	 */
	private boolean mergeWithIntent(LedgerEntry entry, @Nullable String wireReference, KaspiEventSource source) {
		if (entry.isIntent() || entry.wireReference() != null || wireReference == null) {
			return false;
		}
		LedgerEntry intent = this.store.findByWireReference(wireReference);
		if (intent == null || !intent.isIntent()) {
			return false;
		}
		EntryDraft draft = new EntryDraft(entry);
		draft.otherAttemptPaid = isOtherAttemptPaid(intent);
		OrderTransitions.merge(draft, intent, source, now());
		write(LedgerChange.update(entry, draft.toEntry()).absorbing(intent), draft.events);
		return true;
	}

	private boolean isForgotten(KaspiOrder answer, Instant now) {
		Instant at = (answer.createdAt() != null) ? answer.createdAt() : answer.paidAt();
		return this.retention != null && at != null && at.plus(this.retention).isBefore(now);
	}

	private boolean isAnothersReference(EntryDraft draft, @Nullable String wireReference) {
		return draft.wireReference == null && wireReference != null
				&& this.store.findByWireReference(wireReference) != null;
	}

	private boolean isOtherAttemptPaid(LedgerEntry entry) {
		String reference = entry.order().reference();
		return entry.hasOtherAttempts() && reference != null && !entry.order().isPaid() && this.store
			.findByReference(reference)
			.stream()
			.anyMatch((other) -> isPaidAttempt(other) && !other.order().orderId().equals(entry.order().orderId()));
	}

	/**
	 * Says whether an attempt's payment was told to the application and not given back.
	 * @param entry the entry
	 * @return whether another attempt of the same reference may not be paid too
	 */
	public static boolean isPaidAttempt(LedgerEntry entry) {
		return entry.order().isPaid() && !entry.order().status().equals(KaspiOrderStatus.REFUNDED);
	}

	private LedgerEntry orphan(OrderObservation observation, Instant now) {
		String reference = observation.reference();
		boolean taken = reference != null && this.store.findByWireReference(reference) != null;
		BigDecimal amount = BigDecimal.ZERO;
		if (observation instanceof Notified notified && notified.amount() != null) {
			amount = notified.amount();
		}
		else if (observation instanceof Answered answered) {
			amount = answered.answer().amount();
		}
		String own = taken ? null : reference;
		KaspiOrder order = new KaspiOrder(observation.orderId(), own, KaspiOrderStatus.UNKNOWN, amount, BigDecimal.ZERO,
				null, null, null, null, null);
		return newEntry(order, own, 1, now, now);
	}

	private LedgerEntry newEntry(KaspiOrder order, @Nullable String wireReference, int attempt, Instant now,
			@Nullable Instant nextPollAt) {
		return new LedgerEntry(order.ofMerchant(this.store.merchant()), wireReference, attempt, false, List.of(), null,
				null, false, now, nextPollAt, false, 0);
	}

	private static @Nullable WebhookReceipt receipt(OrderObservation observation, ObservationOutcome outcome,
			Instant now) {
		return (observation instanceof Notified notified)
				? new WebhookReceipt(now, notified.orderId(), notified.status(), outcome, notified.bodyDigest()) : null;
	}

	private boolean write(LedgerChange change, List<KaspiOrderEvent> events) {
		if (events.isEmpty()) {
			return this.store.write(change);
		}
		boolean leased = this.dispatch.accepts();
		boolean written = this.store.write(change.withEvents(events, leased).tracedBy(currentTrace()));
		if (written && leased) {
			this.dispatch.dispatch(events);
		}
		if (written) {
			events.forEach(this::tellRecorded);
		}
		return written;
	}

	/**
	 * Where nobody said when an order was paid, it is not known how long that took.
	 */
	private void tellRecorded(KaspiOrderEvent event) {
		this.instrumentation.tell((monitor) -> monitor.recorded(event));
		if (event instanceof KaspiOrderPaidEvent paid && !paid.paidAt().equals(paid.occurredAt())) {
			this.instrumentation.tell((monitor) -> monitor.detected(paid.merchant(), paid.source(),
					Duration.between(paid.paidAt(), paid.occurredAt())));
		}
	}

	/**
	 * A webhook does not say when an order was paid. If an answer says so later, what the
	 * ledger took for that was when the webhook came.
	 */
	private void tellPaymentTime(LedgerEntry before, LedgerEntry after) {
		Instant recordedAt = before.order().paidAt();
		Instant paidAt = after.order().paidAt();
		if (before.order().isPaid() && recordedAt != null && paidAt != null && paidAt.isBefore(recordedAt)) {
			this.instrumentation.tell((monitor) -> monitor.detected(this.store.merchant(), KaspiEventSource.WEBHOOK,
					Duration.between(paidAt, recordedAt)));
		}
	}

	private @Nullable String currentTrace() {
		return this.instrumentation.traces().current();
	}

	private void log(OrderObservation observation, EntryDraft draft, ObservationOutcome outcome) {
		boolean newlyDisputed = draft.isDisputed() && !draft.before.order().disputed();
		if (newlyDisputed && draft.dispute != null) {
			logger.warn("Order '{}' is disputed ({}): {} said {}, the ledger has {}; a person has to look",
					observation.orderId(), draft.dispute.reason(), observation.source(), draft.dispute.status(),
					draft.status);
		}
		else if (outcome != ObservationOutcome.UNCHANGED && !(observation instanceof Notified)) {
			logger.info("Order '{}': {} recorded, {}; the ledger has {}", observation.orderId(), observation.source(),
					outcome, draft.status);
		}
	}

}
