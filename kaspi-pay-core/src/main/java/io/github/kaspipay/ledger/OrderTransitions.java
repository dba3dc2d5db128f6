package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.ledger.LedgerEntry.Claim;
import io.github.kaspipay.ledger.LedgerEntry.PendingRefund;
import io.github.kaspipay.ledger.OrderObservation.Question;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * The state machine: what an observation makes of an order. An open order may become
 * anything; a paid one may be refunded, first in part and then wholly; a cancelled or
 * expired one is paid after all only if Kaspi Pay says so when asked. Nothing else moves.
 */
final class OrderTransitions {

	/**
	 * How long after a refund was sent an order that shows none proves that it did not
	 * happen.
	 */
	private static final Duration REFUND_SETTLES_WITHIN = Duration.ofMinutes(2);

	private static final Duration CLAIM_HELD_FOR = Duration.ofMinutes(10);

	private static final Set<KaspiOrderStatus> CLOSED = Set.of(KaspiOrderStatus.CANCELLED, KaspiOrderStatus.EXPIRED);

	private static final Set<KaspiOrderStatus> REFUND = Set.of(KaspiOrderStatus.PARTIALLY_REFUNDED,
			KaspiOrderStatus.REFUNDED);

	private final EntryDraft draft;

	private final KaspiEventSource source;

	private final Instant now;

	private OrderTransitions(EntryDraft draft, KaspiEventSource source, Instant now) {
		this.draft = draft;
		this.source = source;
		this.now = now;
	}

	/**
	 * Says whether an order may still be paid as far as its status tells. A status nobody
	 * knows counts as open.
	 */
	static boolean isOpen(KaspiOrderStatus status) {
		return !CLOSED.contains(status) && !isPaid(status);
	}

	static ObservationOutcome apply(EntryDraft draft, OrderObservation observation, Instant now) {
		OrderTransitions transitions = new OrderTransitions(draft, observation.source(), now);
		ObservationOutcome outcome = transitions.observe(observation);
		boolean asked = draft.unconfirmed != null || draft.pendingRefund != null;
		if (!asked && !isOpen(draft.status)) {
			draft.nextPollAt = null;
		}
		return outcome;
	}

	/**
	 * Books a refund that Kaspi Pay accepted, unless an observation did so already.
	 */
	static void refunded(EntryDraft draft, PendingRefund refund, @Nullable KaspiOrderStatus answered, Instant now) {
		if (!refund.isSameAs(draft.pendingRefund)) {
			return;
		}
		OrderTransitions transitions = new OrderTransitions(draft, KaspiEventSource.API, now);
		draft.pendingRefund = null;
		if (draft.unconfirmed == null) {
			draft.nextPollAt = null;
		}
		BigDecimal total = draft.refundedAmount.add(refund.amount());
		boolean full = total.compareTo(draft.amount) >= 0 || KaspiOrderStatus.REFUNDED.equals(answered);
		draft.refundedAmount = total;
		transitions.moveToRefund(full ? KaspiOrderStatus.REFUNDED : KaspiOrderStatus.PARTIALLY_REFUNDED);
	}

	private ObservationOutcome observe(OrderObservation observation) {
		KaspiOrder answer = observation.answer();
		if (answer == null && !this.draft.orderId.isEmpty() && isUnknown()) {
			confirm(observation.status());
			return ObservationOutcome.TO_CONFIRM;
		}
		if (answer != null) {
			takeAnswer(answer, observation.question());
		}
		if (this.draft.orderId.isEmpty()) {
			// its creation may never be answered, and then nothing else would have it
			// polled
			this.draft.nextPollAt = this.now;
		}
		this.draft.orderId = observation.orderId();
		if (isUnknown()) {
			this.draft.status = KaspiOrderStatus.INIT;
		}
		move(observation);
		if (this.draft.unconfirmed != null) {
			return ObservationOutcome.TO_CONFIRM;
		}
		return this.draft.isChanged() ? ObservationOutcome.RECORDED : ObservationOutcome.UNCHANGED;
	}

	private boolean isUnknown() {
		return this.draft.status.equals(KaspiOrderStatus.UNKNOWN);
	}

	private void takeAnswer(KaspiOrder answer, @Nullable Question question) {
		if (isUnknown() && !this.draft.orderId.isEmpty()) {
			this.draft.amount = answer.amount();
		}
		this.draft.fill(answer);
		if (isAnswered(this.draft.unconfirmed, question) && !isClaimHeld(answer.status())) {
			this.draft.unconfirmed = null;
		}
	}

	private static boolean isAnswered(@Nullable Claim claim, @Nullable Question question) {
		return claim != null && question != null && claim.status().equals(question.claim());
	}

	/**
	 * Says whether a claimed payment of a closed order is still to be believed though
	 * Kaspi Pay's answer does not show it: what it answers may lag behind what it
	 * notifies.
	 */
	private boolean isClaimHeld(KaspiOrderStatus answered) {
		Claim claim = this.draft.unconfirmed;
		return claim != null && CLOSED.contains(this.draft.status) && !isPaid(answered)
				&& claim.since().plus(CLAIM_HELD_FOR).isAfter(this.now);
	}

	private static boolean isAskedBecauseClosed(@Nullable Question question) {
		return question != null && question.claim() != null && CLOSED.contains(question.claim());
	}

	private static boolean isPaid(KaspiOrderStatus status) {
		return status.equals(KaspiOrderStatus.PAID) || REFUND.contains(status);
	}

	private void move(OrderObservation observation) {
		KaspiOrderStatus from = this.draft.status;
		KaspiOrderStatus to = observation.status();
		if (isOpen(from)) {
			moveOpen(observation, to);
		}
		else if (CLOSED.contains(from)) {
			if (!CLOSED.contains(to) && !isOpen(to)) {
				payAfterAll(observation, to);
			}
		}
		else if (!from.equals(KaspiOrderStatus.REFUNDED)) {
			movePaid(observation, to);
		}
	}

	private void moveOpen(OrderObservation observation, KaspiOrderStatus to) {
		if (CLOSED.contains(to)) {
			close(to);
		}
		else if (!isOpen(to)) {
			pay(observation, to, false);
		}
		else if (!to.equals(KaspiOrderStatus.INIT) && !to.equals(KaspiOrderStatus.UNKNOWN)) {
			this.draft.status = to;
		}
	}

	private void payAfterAll(OrderObservation observation, KaspiOrderStatus to) {
		if (observation.answer() != null) {
			pay(observation, to, true);
		}
		else {
			confirm(to);
		}
	}

	private void movePaid(OrderObservation observation, KaspiOrderStatus to) {
		if (CLOSED.contains(to)) {
			if (isAskedBecauseClosed(observation.question())) {
				dispute(KaspiOrderDisputedEvent.Reason.STATUS_CONFLICT);
			}
			else {
				confirm(to);
			}
		}
		else if (REFUND.contains(to)) {
			settlePendingRefund(to);
			moveToRefund(to);
		}
		else if (to.equals(KaspiOrderStatus.PAID)) {
			if (isOtherAmount(observation.amount())) {
				dispute(KaspiOrderDisputedEvent.Reason.AMOUNT_MISMATCH);
			}
			dropRefundThatDidNotHappen(observation);
		}
	}

	private void pay(OrderObservation observation, KaspiOrderStatus to, boolean late) {
		if (isOtherAmount(observation.amount())) {
			dispute(KaspiOrderDisputedEvent.Reason.AMOUNT_MISMATCH);
			return;
		}
		if (observation.amount() == null) {
			confirm(to);
			return;
		}
		Instant paidAt = (this.draft.paidAt != null) ? this.draft.paidAt : this.now;
		this.draft.paidAt = paidAt;
		this.draft.status = KaspiOrderStatus.PAID;
		this.draft.unconfirmed = null;
		this.draft.events.add(new KaspiOrderPaidEvent(eventId("PAID"), this.draft.orderId, this.draft.reference,
				this.draft.amount, this.now, this.source, paidAt, late));
		if (REFUND.contains(to)) {
			moveToRefund(to);
		}
	}

	private void close(KaspiOrderStatus to) {
		this.draft.status = to;
		this.draft.events.add(to.equals(KaspiOrderStatus.CANCELLED)
				? new KaspiOrderCancelledEvent(eventId("CANCELLED"), this.draft.orderId, this.draft.reference,
						this.draft.amount, this.now, this.source)
				: new KaspiOrderExpiredEvent(eventId("EXPIRED"), this.draft.orderId, this.draft.reference,
						this.draft.amount, this.now, this.source));
	}

	private void moveToRefund(KaspiOrderStatus to) {
		boolean full = to.equals(KaspiOrderStatus.REFUNDED);
		if (this.draft.status.equals(to)) {
			return;
		}
		if (full) {
			this.draft.refundedAmount = this.draft.amount;
			this.draft.pendingRefund = null;
		}
		this.draft.status = to;
		this.draft.events.add(new KaspiOrderRefundedEvent(eventId(to.value()), this.draft.orderId, this.draft.reference,
				this.draft.amount, this.now, this.source, this.draft.refundedAmount, full));
	}

	private void settlePendingRefund(KaspiOrderStatus to) {
		PendingRefund pending = this.draft.pendingRefund;
		boolean firstRefund = this.draft.status.equals(KaspiOrderStatus.PAID);
		if (pending == null || !to.equals(KaspiOrderStatus.PARTIALLY_REFUNDED) || !firstRefund
				|| pending.amount().compareTo(this.draft.amount) >= 0) {
			return;
		}
		this.draft.refundedAmount = this.draft.refundedAmount.add(pending.amount());
		this.draft.pendingRefund = null;
	}

	private void dropRefundThatDidNotHappen(OrderObservation observation) {
		PendingRefund pending = this.draft.pendingRefund;
		Question question = observation.question();
		if (pending != null && question != null && pending.isSameAs(question.refund())
				&& this.draft.status.equals(KaspiOrderStatus.PAID)
				&& pending.since().plus(REFUND_SETTLES_WITHIN).isBefore(question.askedAt())) {
			this.draft.pendingRefund = null;
		}
	}

	private void dispute(KaspiOrderDisputedEvent.Reason reason) {
		if (!this.draft.disputed) {
			this.draft.disputed = true;
			this.draft.events.add(new KaspiOrderDisputedEvent(eventId("DISPUTED"), this.draft.orderId,
					this.draft.reference, this.draft.amount, this.now, this.source, reason));
		}
	}

	private void confirm(KaspiOrderStatus claimed) {
		if (this.draft.unconfirmed == null || !this.draft.unconfirmed.status().equals(claimed)) {
			this.draft.unconfirmed = new Claim(claimed, this.now);
			this.draft.nextPollAt = this.now;
		}
	}

	private boolean isOtherAmount(@Nullable BigDecimal amount) {
		return amount != null && amount.compareTo(this.draft.amount) != 0;
	}

	private String eventId(String kind) {
		return this.draft.orderId + ":" + kind;
	}

}
