/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.ledger.OrderObservation.PaymentReceived;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what is observed of orders, and the events that follow from it. Thread-safe.
 */
final class ObservationRecorder {

	private static final Logger logger = LoggerFactory.getLogger(ObservationRecorder.class);

	private final LedgerStore store;

	private final EntryWriter writer;

	private final EntryReferences references;

	private final @Nullable Duration retention;

	private final KaspiPayInstrumentation instrumentation;

	ObservationRecorder(LedgerStore store, EntryWriter writer, EntryReferences references, @Nullable Duration retention,
			KaspiPayInstrumentation instrumentation) {
		this.store = store;
		this.writer = writer;
		this.references = references;
		this.retention = retention;
		this.instrumentation = instrumentation;
	}

	ObservationOutcome observe(OrderObservation observation) {
		return this.writer.untilWritten(observation.orderId(), () -> tryToObserve(observation));
	}

	private @Nullable ObservationOutcome tryToObserve(OrderObservation observation) {
		Instant now = this.writer.now();
		LedgerEntry entry = find(observation);
		if (entry != null && this.references.mergeWithIntent(entry, observation.reference(), observation.source())) {
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
		draft.referenceTaken = this.references.isAnothersReference(draft, observation.reference());
		draft.otherAttemptPaid = this.references.isOtherAttemptPaid(draft.before);
		ObservationOutcome outcome = OrderTransitions.apply(draft, observation, now);
		WebhookReceipt receipt = receipt(observation, outcome, now);
		if (entry != null && !draft.isChanged()) {
			if (receipt != null) {
				this.store.record(receipt);
			}
			return outcome;
		}
		LedgerChange change = change(draft, entry != null).causedBy(receipt);
		if (!this.writer.write(change, draft.events)) {
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

	KaspiOrder adopt(KaspiOrder order) {
		if (order.orderId().isEmpty()) {
			throw new IllegalArgumentException("orderId must not be empty");
		}
		return this.writer.untilWritten(order.orderId(), () -> {
			LedgerEntry known = this.store.findByOrderId(order.orderId());
			if (known != null && !known.isOrphan()) {
				return known.order();
			}
			if (this.references.isIntended(order.reference())) {
				observe(new Answered(order, KaspiEventSource.API, null));
				return null;
			}
			Instant now = this.writer.now();
			EntryDraft draft = new EntryDraft((known != null) ? known : this.writer.newEntry(order, null, 1, now, now));
			draft.referenceTaken = this.references.isAnothersReference(draft, order.reference());
			OrderArrivals.adopt(draft, order, now);
			LedgerChange change = change(draft, known != null);
			return this.writer.write(change, List.of()) ? change.after().order() : null;
		});
	}

	/**
	 * Records a payment that Kaspi tells of by itself, with what becomes of its order.
	 * @param known whether the entry is in the ledger
	 * @return {@code false} if the entry was changed since it was read, or the payment is
	 * recorded already; nothing was written then
	 */
	boolean recordPayment(LedgerEntry entry, boolean known, PaymentReceived received) {
		EntryDraft draft = new EntryDraft(entry);
		draft.otherAttemptPaid = this.references.isOtherAttemptPaid(entry);
		ObservationOutcome outcome = OrderTransitions.apply(draft, received, this.writer.now());
		if (!this.writer.write(change(draft, known).causedBy(received.payment()), draft.events)) {
			return false;
		}
		log(received, draft, outcome);
		return true;
	}

	private static LedgerChange change(EntryDraft draft, boolean known) {
		LedgerEntry after = draft.toEntry();
		LedgerChange change = known ? LedgerChange.update(draft.before, after) : LedgerChange.insert(after);
		return change.asOnlyPaidAttempt(draft.onlyPaidAttempt && draft.before.hasOtherAttempts());
	}

	private @Nullable LedgerEntry find(OrderObservation observation) {
		LedgerEntry entry = this.store.findByOrderId(observation.orderId());
		if (entry != null || observation.reference() == null) {
			return entry;
		}
		LedgerEntry intent = this.store.findByWireReference(observation.reference());
		return (intent != null && intent.isIntent()) ? intent : null;
	}

	private boolean isForgotten(KaspiOrder answer, Instant now) {
		Instant at = (answer.createdAt() != null) ? answer.createdAt() : answer.paidAt();
		return this.retention != null && at != null && at.plus(this.retention).isBefore(now);
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
		return this.writer.newEntry(order, own, 1, now, now);
	}

	private static @Nullable WebhookReceipt receipt(OrderObservation observation, ObservationOutcome outcome,
			Instant now) {
		return (observation instanceof Notified notified)
				? new WebhookReceipt(now, notified.orderId(), notified.status(), outcome, notified.bodyDigest()) : null;
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
