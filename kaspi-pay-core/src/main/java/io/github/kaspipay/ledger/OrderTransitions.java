/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Instant;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.OrderObservation.GivenUp;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.ledger.OrderObservation.Overdue;
import io.github.kaspipay.ledger.OrderObservation.PaymentReceived;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * The state machine: nothing but this, {@link PaymentTransitions},
 * {@link RefundTransitions} and, as an order comes into the ledger, {@link OrderArrivals}
 * sets an order's status. An open order may become anything; a paid one may be refunded,
 * first in part and then wholly; a closed one is paid after all only if Kaspi Pay says so
 * when asked. What does not fit is disputed.
 */
final class OrderTransitions {

	private final EntryDraft draft;

	private final KaspiEventSource source;

	private final Instant now;

	private final StatusConfirmation confirmation;

	private final PaymentTransitions payments;

	private final RefundTransitions refunds;

	private final DisputeTransitions disputes;

	/**
	 * Creates them.
	 * @param payment the payment that Kaspi told of by itself, or {@code null}. An order
	 * may have several, and each is money.
	 */
	private OrderTransitions(EntryDraft draft, KaspiEventSource source, @Nullable RecordedPayment payment,
			Instant now) {
		this.draft = draft;
		this.source = source;
		this.now = now;
		this.confirmation = new StatusConfirmation(draft, now);
		this.payments = new PaymentTransitions(draft, source, payment, now);
		this.refunds = new RefundTransitions(draft, source, now);
		this.disputes = new DisputeTransitions(draft, source, payment, now);
	}

	/**
	 * Applies what was observed.
	 */
	static ObservationOutcome apply(EntryDraft draft, OrderObservation observation, Instant now) {
		RecordedPayment payment = (observation instanceof PaymentReceived received) ? received.payment() : null;
		OrderTransitions transitions = new OrderTransitions(draft, observation.source(), payment, now);
		if (observation instanceof Notified notified) {
			transitions.take(notified);
		}
		else if (observation instanceof Answered answered) {
			transitions.take(answered);
		}
		else if (observation instanceof PaymentReceived received) {
			transitions.take(received);
		}
		else if (observation instanceof GivenUp givenUp) {
			transitions.giveUp(givenUp.status());
		}
		else if (observation instanceof Overdue) {
			transitions.expire();
		}
		ObservationOutcome outcome = transitions.outcome();
		draft.settleSchedule();
		return outcome;
	}

	private void take(Notified notified) {
		if (!this.draft.orderId.isEmpty() && this.draft.isUnknown()) {
			this.confirmation.confirm(new StatusReport(notified.status(), notified.amount(), false));
			return;
		}
		identify(notified.orderId());
		move(new StatusReport(notified.status(), notified.amount(), false));
	}

	private void take(PaymentReceived received) {
		this.draft.paidAt = received.payment().paidAt();
		move(new StatusReport(KaspiOrderStatus.PAID, received.payment().amount(), true));
	}

	private void take(Answered answered) {
		KaspiOrder answer = answered.answer();
		boolean orphan = !this.draft.orderId.isEmpty() && this.draft.isUnknown();
		if (orphan) {
			this.draft.amount = answer.amount();
		}
		this.draft.fill(answer);
		this.confirmation.answered(answered.expectation(), answer.status());
		identify(answer.orderId());
		BigDecimal refunded = (answer.refundedAmount().signum() > 0) ? answer.refundedAmount() : null;
		move(new StatusReport(answer.status(), answer.amount(), answered.expectation(), true, orphan, refunded,
				answer.refundedAmountKnown()));
	}

	/**
	 * Gives an intent its order, and an orphan its first status.
	 */
	private void identify(String orderId) {
		if (this.draft.orderId.isEmpty()) {
			// its creation may never be answered, and then nothing else would have it
			// polled
			this.draft.nextPollAt = this.now;
			this.draft.unconfirmed = null;
			this.draft.orderId = orderId;
		}
		if (this.draft.isUnknown()) {
			this.draft.status = KaspiOrderStatus.INIT;
		}
	}

	/**
	 * Nobody paid in time. Kaspi Pay is polled on for a while: the customer may have.
	 */
	private void giveUp(KaspiOrderStatus to) {
		if (!this.draft.status.isOpen() || this.draft.isDisputed() || this.draft.isUnknown()) {
			return;
		}
		UnconfirmedStatus unconfirmed = this.draft.unconfirmed;
		if (unconfirmed != null && unconfirmed.status().isPaid()) {
			if (this.confirmation.isForAPerson(unconfirmed)) {
				this.draft.unconfirmed = null;
				this.disputes.raise(Reason.STATUS_CONFLICT, unconfirmed.status(), null);
			}
		}
		else {
			close(this.draft.status.equals(KaspiOrderStatus.INIT) ? to : KaspiOrderStatus.EXPIRED);
			this.draft.closedLocally = true;
		}
	}

	/**
	 * Closes an order whose time is over. A disputed one waits for a person.
	 */
	private void expire() {
		if (!this.draft.status.isOpen() || this.draft.isDisputed()) {
			this.draft.nextPollAt = null;
		}
		else if (this.draft.expiresAt != null && this.now.isBefore(this.draft.expiresAt)) {
			this.draft.nextPollAt = this.draft.expiresAt;
		}
		else {
			close(KaspiOrderStatus.EXPIRED);
		}
	}

	private ObservationOutcome outcome() {
		if (this.draft.unconfirmed != null) {
			return ObservationOutcome.TO_CONFIRM;
		}
		return this.draft.isChanged() ? ObservationOutcome.RECORDED : ObservationOutcome.UNCHANGED;
	}

	private void move(StatusReport report) {
		KaspiOrderStatus from = this.draft.status;
		if (from.isOpen()) {
			moveOpen(report);
		}
		else if (from.isClosed()) {
			moveClosed(report);
		}
		else {
			movePaid(report);
		}
	}

	private void moveOpen(StatusReport report) {
		KaspiOrderStatus to = report.status();
		if (to.isClosed()) {
			close(to);
		}
		else if (to.isPaid()) {
			pay(report, false);
		}
		else if (!to.isNamed()) {
			this.draft.status = to;
		}
	}

	private void moveClosed(StatusReport report) {
		KaspiOrderStatus to = report.status();
		if (to.isClosed()) {
			this.draft.closedLocally = false;
		}
		else if (to.isPaid() && report.answered()) {
			pay(report, true);
		}
		else if (to.isPaid()) {
			this.confirmation.confirm(report);
		}
	}

	private void movePaid(StatusReport report) {
		KaspiOrderStatus to = report.status();
		boolean refunded = this.draft.status.equals(KaspiOrderStatus.REFUNDED);
		if (!to.isNamed()) {
			this.disputes.raiseIfConfirmed(report, Reason.UNKNOWN_STATUS);
		}
		else if (refunded) {
			return;
		}
		else if (to.isClosed()) {
			this.disputes.raiseIfConfirmed(report, Reason.STATUS_CONFLICT);
		}
		else if (to.isRefund()) {
			refund(report);
		}
		else if (to.equals(KaspiOrderStatus.PAID)) {
			if (isOtherAmount(report.amount())) {
				this.disputes.raise(Reason.AMOUNT_MISMATCH, to, report.amount());
			}
			if (report.tellsRefunds()) {
				this.refunds.dropWhatDidNotHappen(report.expectation());
			}
		}
	}

	private void refund(StatusReport report) {
		BigDecimal amount = report.amount();
		if (amount != null && amount.compareTo(this.draft.amount) > 0) {
			this.disputes.raise(Reason.AMOUNT_MISMATCH, report.status(), amount);
		}
		else if (amount == null && report.status().equals(KaspiOrderStatus.REFUNDED)) {
			this.confirmation.confirm(report);
		}
		else {
			observeRefund(report);
		}
	}

	private void observeRefund(StatusReport report) {
		if (report.refunded() != null) {
			this.refunds.observeTotal(report.refunded(), report.expectation());
		}
		else {
			this.refunds.observe(report.status(), report.amount());
		}
	}

	private void pay(StatusReport report, boolean late) {
		BigDecimal amount = report.amount();
		if (amount == null || (isOtherAmount(amount) && report.status().isRefund() && !report.answered())) {
			this.confirmation.confirm(report);
			return;
		}
		if (isOtherAmount(amount)) {
			this.disputes.raise(Reason.AMOUNT_MISMATCH, report.status(), amount);
			if (!report.answered()) {
				this.confirmation.confirm(report);
			}
			return;
		}
		if (this.draft.otherAttemptPaid) {
			this.disputes.raise(Reason.PAID_TWICE, report.status(), amount);
			return;
		}
		if (this.draft.dispute != null && this.draft.dispute.reason() == Reason.PAID_TWICE) {
			// a person decides, or has decided, even if the other payment was given back
			this.draft.unconfirmed = null;
			return;
		}
		if (report.orphan() && report.status().isRefund()) {
			// the ledger never knew the order: nobody waits for its payment any more
			this.draft.status = KaspiOrderStatus.PAID;
			this.draft.unconfirmed = null;
		}
		else {
			this.draft.onlyPaidAttempt = true;
			this.payments.book(late);
		}
		if (report.status().isRefund()) {
			observeRefund(report);
		}
	}

	private void close(KaspiOrderStatus to) {
		this.draft.status = to;
		this.draft.events.add(to.equals(KaspiOrderStatus.CANCELLED)
				? new KaspiOrderCancelledEvent(this.draft.eventId("CANCELLED"), this.draft.orderId,
						this.draft.reference, this.draft.amount, this.now, this.source, this.draft.metadata,
						this.draft.merchant)
				: new KaspiOrderExpiredEvent(this.draft.eventId("EXPIRED"), this.draft.orderId, this.draft.reference,
						this.draft.amount, this.now, this.source, this.draft.metadata, this.draft.merchant));
	}

	private boolean isOtherAmount(@Nullable BigDecimal amount) {
		return amount != null && amount.compareTo(this.draft.amount) != 0;
	}

}
