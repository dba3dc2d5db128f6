/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.ledger.LedgerEntry.Dispute;
import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.ledger.OrderObservation.GivenUp;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.ledger.OrderObservation.Overdue;
import io.github.kaspipay.ledger.OrderObservation.PaymentReceived;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.CreateAnswer;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * The state machine: nothing else sets an order's status. An open order may become
 * anything; a paid one may be refunded, first in part and then wholly; a closed one is
 * paid after all only if Kaspi Pay says so when asked. What does not fit is disputed.
 */
final class OrderTransitions {

	private static final Duration UNCONFIRMED_HELD_FOR = Duration.ofMinutes(10);

	/**
	 * A signed payment that no answer confirms for so long is for a person to look at.
	 */
	private static final Duration UNCONFIRMED_PAYMENT_HELD_FOR = Duration.ofDays(1);

	private final EntryDraft draft;

	private final KaspiEventSource source;

	private final Instant now;

	private final RefundTransitions refunds;

	/**
	 * The payment that Kaspi told of by itself, or {@code null}. An order may have
	 * several, and each is money.
	 */
	private @Nullable RecordedPayment payment;

	private OrderTransitions(EntryDraft draft, KaspiEventSource source, Instant now) {
		this.draft = draft;
		this.source = source;
		this.now = now;
		this.refunds = new RefundTransitions(draft, source, now);
	}

	/**
	 * Applies what was observed.
	 */
	static ObservationOutcome apply(EntryDraft draft, OrderObservation observation, Instant now) {
		OrderTransitions transitions = new OrderTransitions(draft, observation.source(), now);
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
		transitions.settleSchedule();
		return outcome;
	}

	/**
	 * Makes the order of an intent, by the answer to its creation.
	 */
	static void created(EntryDraft draft, CreateAnswer created, @Nullable Duration firstPoll, Instant now) {
		KaspiOrder answer = created.order();
		draft.fill(answer);
		draft.createdAt = (draft.createdAt != null) ? draft.createdAt : now;
		draft.schedule = created.schedule();
		if (draft.orderId.isEmpty()) {
			draft.orderId = answer.orderId();
			draft.status = KaspiOrderStatus.INIT;
			draft.unconfirmed = null;
			draft.nextPollAt = (firstPoll != null) ? now.plus(firstPoll) : null;
		}
	}

	/**
	 * Merges an orphan with its intent.
	 */
	static void merge(EntryDraft orphan, LedgerEntry intent, KaspiEventSource source, Instant now) {
		orphan.reference = intent.order().reference();
		orphan.wireReference = intent.wireReference();
		orphan.attempt = intent.attempt();
		orphan.superseded = intent.superseded();
		orphan.metadata = intent.order().metadata();
		BigDecimal intended = intent.order().amount();
		if (orphan.isUnknown()) {
			orphan.status = KaspiOrderStatus.INIT;
			orphan.amount = intended;
		}
		else if (orphan.status.isPaid() && orphan.amount.compareTo(intended) != 0) {
			BigDecimal paid = orphan.amount;
			orphan.amount = intended;
			new OrderTransitions(orphan, source, now).dispute(Reason.AMOUNT_MISMATCH, orphan.status, paid);
			orphan.amount = paid;
		}
		else if (orphan.status.isPaid() && orphan.otherAttemptPaid) {
			new OrderTransitions(orphan, source, now).dispute(Reason.PAID_TWICE, orphan.status, orphan.amount);
		}
	}

	/**
	 * Takes an order over as it is, without events.
	 */
	static void adopt(EntryDraft draft, KaspiOrder order, Instant now) {
		draft.fill(order);
		draft.metadata = order.metadata().isEmpty() ? draft.metadata : order.metadata();
		draft.status = order.status();
		draft.amount = order.amount();
		draft.unconfirmed = null;
		draft.nextPollAt = order.isOpen() ? now : null;
		BigDecimal refunded = order.status().equals(KaspiOrderStatus.REFUNDED) ? order.amount()
				: order.refundedAmount();
		boolean hasRefund = order.status().isRefund() || refunded.signum() > 0;
		if (hasRefund && draft.refunds.isEmpty()) {
			draft.refunds.add(RefundEntry.observed((refunded.signum() > 0) ? refunded : null, now));
		}
	}

	/**
	 * Settles a dispute in favour of the payment.
	 * @param payment the order's latest payment that Kaspi told of by itself, or
	 * {@code null}
	 */
	static void accept(EntryDraft draft, @Nullable RecordedPayment payment, Instant now) {
		Dispute dispute = draft.dispute;
		if (dispute == null || !dispute.open()) {
			throw new IllegalStateException("Order '" + draft.orderId + "' is not disputed");
		}
		OrderTransitions transitions = new OrderTransitions(draft, KaspiEventSource.API, now);
		transitions.payment = payment;
		draft.dispute = dispute.settled();
		boolean paidBefore = draft.status.isPaid();
		boolean ofPayment = dispute.status().equals(KaspiOrderStatus.PAID)
				|| (dispute.status().isRefund() && !paidBefore);
		boolean ofAnother = paidBefore && payment != null;
		if (ofPayment && dispute.amount() != null && !ofAnother) {
			draft.amount = dispute.amount();
		}
		if (!paidBefore) {
			transitions.bookPayment(draft.status.isClosed());
		}
		if (dispute.status().isRefund()) {
			transitions.confirm(new Report(dispute.status(), dispute.amount(), true));
		}
		transitions.settleSchedule();
	}

	/**
	 * Settles a dispute against what was claimed.
	 */
	static void dismiss(EntryDraft draft, Instant now) {
		Dispute dispute = draft.dispute;
		if (dispute == null || !dispute.open()) {
			throw new IllegalStateException("Order '" + draft.orderId + "' is not disputed");
		}
		draft.dispute = dispute.settled();
		if (draft.status.isOpen() && draft.nextPollAt == null) {
			draft.nextPollAt = now;
		}
	}

	private void take(Notified notified) {
		if (!this.draft.orderId.isEmpty() && this.draft.isUnknown()) {
			confirm(new Report(notified.status(), notified.amount(), false));
			return;
		}
		identify(notified.orderId());
		move(new Report(notified.status(), notified.amount(), false));
	}

	private void take(PaymentReceived received) {
		this.payment = received.payment();
		this.draft.paidAt = received.payment().paidAt();
		move(new Report(KaspiOrderStatus.PAID, received.payment().amount(), true));
	}

	private void take(Answered answered) {
		KaspiOrder answer = answered.answer();
		boolean orphan = !this.draft.orderId.isEmpty() && this.draft.isUnknown();
		if (orphan) {
			this.draft.amount = answer.amount();
		}
		this.draft.fill(answer);
		if (isAnswered(answered.expectation()) && !isHeld(answer.status())) {
			this.draft.unconfirmed = null;
			this.draft.asked = this.draft.asked.answered(this.now);
		}
		identify(answer.orderId());
		BigDecimal refunded = (answer.refundedAmount().signum() > 0) ? answer.refundedAmount() : null;
		move(new Report(answer.status(), answer.amount(), answered.expectation(), true, orphan, refunded,
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
			if (!unconfirmed.since().plus(UNCONFIRMED_PAYMENT_HELD_FOR).isAfter(this.now)) {
				this.draft.unconfirmed = null;
				dispute(Reason.STATUS_CONFLICT, unconfirmed.status(), null);
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

	private void settleSchedule() {
		boolean asked = this.draft.unconfirmed != null || this.draft.pendingRefund() != null
				|| this.draft.status.isOpen() || this.draft.closedLocally;
		if (!asked) {
			this.draft.nextPollAt = null;
		}
	}

	private boolean isAnswered(@Nullable Expectation expectation) {
		UnconfirmedStatus unconfirmed = this.draft.unconfirmed;
		return unconfirmed != null && expectation != null && unconfirmed.status().equals(expectation.unconfirmed());
	}

	/**
	 * Says whether a payment of a closed order is still to be believed though Kaspi Pay's
	 * answer does not show it: what it answers may lag behind what it notifies.
	 */
	private boolean isHeld(KaspiOrderStatus answered) {
		UnconfirmedStatus unconfirmed = this.draft.unconfirmed;
		return unconfirmed != null && this.draft.status.isClosed() && unconfirmed.status().isPaid()
				&& !answered.isPaid() && unconfirmed.since().plus(UNCONFIRMED_HELD_FOR).isAfter(this.now);
	}

	private void move(Report report) {
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

	private void moveOpen(Report report) {
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

	private void moveClosed(Report report) {
		KaspiOrderStatus to = report.status();
		if (to.isClosed()) {
			this.draft.closedLocally = false;
		}
		else if (to.isPaid() && report.answered()) {
			pay(report, true);
		}
		else if (to.isPaid()) {
			confirm(report);
		}
	}

	private void movePaid(Report report) {
		KaspiOrderStatus to = report.status();
		boolean refunded = this.draft.status.equals(KaspiOrderStatus.REFUNDED);
		if (!to.isNamed()) {
			disputeIfConfirmed(report, Reason.UNKNOWN_STATUS);
		}
		else if (refunded) {
			return;
		}
		else if (to.isClosed()) {
			disputeIfConfirmed(report, Reason.STATUS_CONFLICT);
		}
		else if (to.isRefund()) {
			refund(report);
		}
		else if (to.equals(KaspiOrderStatus.PAID)) {
			if (isOtherAmount(report.amount())) {
				dispute(Reason.AMOUNT_MISMATCH, to, report.amount());
			}
			if (report.tellsRefunds()) {
				this.refunds.dropWhatDidNotHappen(report.expectation());
			}
		}
	}

	private void disputeIfConfirmed(Report report, Reason reason) {
		Expectation expectation = report.expectation();
		KaspiOrderStatus expected = (expectation != null) ? expectation.unconfirmed() : null;
		boolean confirmed = expected != null
				&& ((reason == Reason.STATUS_CONFLICT) ? expected.isClosed() : expected.equals(report.status()));
		if (confirmed) {
			dispute(reason, report.status(), report.amount());
		}
		else if (!isAlreadyDisputed(reason, report.status())) {
			confirm(report);
		}
	}

	private boolean isAlreadyDisputed(Reason reason, KaspiOrderStatus status) {
		Dispute dispute = this.draft.dispute;
		return dispute != null && dispute.reason() == reason && dispute.status().equals(status);
	}

	private void refund(Report report) {
		BigDecimal amount = report.amount();
		if (amount != null && amount.compareTo(this.draft.amount) > 0) {
			dispute(Reason.AMOUNT_MISMATCH, report.status(), amount);
		}
		else if (amount == null && report.status().equals(KaspiOrderStatus.REFUNDED)) {
			confirm(report);
		}
		else {
			observeRefund(report);
		}
	}

	private void observeRefund(Report report) {
		if (report.refunded() != null) {
			this.refunds.observeTotal(report.refunded(), report.expectation());
		}
		else {
			this.refunds.observe(report.status(), report.amount());
		}
	}

	private void pay(Report report, boolean late) {
		BigDecimal amount = report.amount();
		if (amount == null || (isOtherAmount(amount) && report.status().isRefund() && !report.answered())) {
			confirm(report);
			return;
		}
		if (isOtherAmount(amount)) {
			dispute(Reason.AMOUNT_MISMATCH, report.status(), amount);
			if (!report.answered()) {
				confirm(report);
			}
			return;
		}
		if (this.draft.otherAttemptPaid) {
			dispute(Reason.PAID_TWICE, report.status(), amount);
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
			bookPayment(late);
		}
		if (report.status().isRefund()) {
			observeRefund(report);
		}
	}

	private void bookPayment(boolean late) {
		Instant paidAt = (this.draft.paidAt != null) ? this.draft.paidAt : this.now;
		this.draft.paidAt = paidAt;
		this.draft.status = this.draft.hasBookedRefund() ? KaspiOrderStatus.PARTIALLY_REFUNDED : KaspiOrderStatus.PAID;
		this.draft.unconfirmed = null;
		this.draft.closedLocally = false;
		if (this.draft.dispute != null && this.payment == null) {
			// the dispute was about this payment, unless it is one of several
			this.draft.dispute = this.draft.dispute.settled();
		}
		this.draft.events.add(new KaspiOrderPaidEvent(this.draft.eventId("PAID"), this.draft.orderId,
				this.draft.reference, this.draft.amount, this.now, this.source, paidAt, late, this.draft.metadata,
				this.draft.merchant, account(), transactionId()));
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

	private void dispute(Reason reason, KaspiOrderStatus status, @Nullable BigDecimal amount) {
		String claim = claimId(reason, status, amount, this.payment);
		Dispute before = this.draft.dispute;
		if (before != null && before.claims().contains(claim)) {
			return;
		}
		List<String> claims = new ArrayList<>((before != null) ? before.claims() : List.of());
		claims.add(claim);
		this.draft.dispute = new Dispute(reason, status, amount, this.now, true, claims);
		this.draft.events.add(new KaspiOrderDisputedEvent(this.draft.eventId("DISPUTED:" + claim), this.draft.orderId,
				this.draft.reference, this.draft.amount, this.now, this.source, reason, status, amount,
				this.draft.metadata, this.draft.merchant, account(), transactionId()));
	}

	private @Nullable String account() {
		return (this.payment != null) ? this.payment.account() : null;
	}

	private @Nullable String transactionId() {
		return (this.payment != null) ? this.payment.transactionId() : null;
	}

	/**
	 * The same claim is the same event. Statuses may be long, and event ids may not.
	 */
	private static String claimId(@Nullable Reason reason, KaspiOrderStatus status, @Nullable BigDecimal amount,
			@Nullable RecordedPayment payment) {
		String claim = reason + " " + status + " "
				+ ((amount != null) ? amount.stripTrailingZeros().toPlainString() : "-")
				+ ((payment != null) ? " " + payment.transactionId() : "");
		UUID digest = UUID.nameUUIDFromBytes(claim.getBytes(StandardCharsets.UTF_8));
		return Long.toHexString(digest.getMostSignificantBits());
	}

	/**
	 * Has the status queried: at once, unless a webhook repeats a claim that was queried
	 * before.
	 */
	private void confirm(Report report) {
		UnconfirmedStatus pending = this.draft.unconfirmed;
		String claim = claimId(null, report.status(), report.amount(), null);
		if (!report.answered() && this.draft.asked.contains(claim)) {
			if (pending == null) {
				this.draft.unconfirmed = new UnconfirmedStatus(report.status(), this.now);
				pollAt(this.draft.asked.nextAt(this.now));
			}
			return;
		}
		boolean isPending = pending != null && pending.status().equals(report.status());
		if (!report.answered()) {
			this.draft.asked = this.draft.asked.with(claim);
		}
		if (!isPending) {
			this.draft.unconfirmed = new UnconfirmedStatus(report.status(), this.now);
		}
		if (!isPending || !report.answered()) {
			this.draft.nextPollAt = this.now;
		}
	}

	private void pollAt(Instant at) {
		Instant next = at.isBefore(this.now) ? this.now : at;
		if (this.draft.nextPollAt == null || next.isBefore(this.draft.nextPollAt)) {
			this.draft.nextPollAt = next;
		}
	}

	private boolean isOtherAmount(@Nullable BigDecimal amount) {
		return amount != null && amount.compareTo(this.draft.amount) != 0;
	}

	/**
	 * What is reported of an order's status.
	 *
	 * @param status the status
	 * @param amount the amount in ₸, or {@code null}
	 * @param expectation what the ledger wanted to know, or {@code null}
	 * @param answered whether Kaspi Pay answered a call
	 * @param orphan whether the order was an orphan before
	 * @param refunded what was refunded altogether, in ₸, or {@code null} where it is not
	 * told
	 * @param tellsRefunds whether a refund would show
	 */
	private record Report(KaspiOrderStatus status, @Nullable BigDecimal amount, @Nullable Expectation expectation,
			boolean answered, boolean orphan, @Nullable BigDecimal refunded, boolean tellsRefunds) {

		Report(KaspiOrderStatus status, @Nullable BigDecimal amount, boolean answered) {
			this(status, amount, null, answered, false, null, true);
		}

	}

}
