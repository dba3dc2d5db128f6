/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.LedgerEntry.Dispute;
import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import org.jspecify.annotations.Nullable;

/**
 * A ledger entry while it is being changed, with the events that follow from the change.
 */
final class EntryDraft {

	final LedgerEntry before;

	final List<KaspiOrderEvent> events = new ArrayList<>();

	final List<RefundEntry> refunds;

	final String merchant;

	String orderId;

	@Nullable String reference;

	@Nullable String wireReference;

	KaspiOrderStatus status;

	BigDecimal amount;

	@Nullable String qrData;

	@Nullable URI paymentUrl;

	@Nullable Instant createdAt;

	@Nullable Instant expiresAt;

	@Nullable Instant paidAt;

	Map<String, String> metadata;

	int attempt;

	boolean superseded;

	@Nullable UnconfirmedStatus unconfirmed;

	@Nullable Dispute dispute;

	AskedClaims asked;

	boolean closedLocally;

	Instant recordedAt;

	@Nullable Instant nextPollAt;

	@Nullable PollingSchedule schedule;

	/**
	 * Whether the reference in the answer is another order's.
	 */
	boolean referenceTaken;

	/**
	 * Whether another attempt of the same reference is paid.
	 */
	boolean otherAttemptPaid;

	/**
	 * Whether the order became paid, and may only do so if no other attempt is.
	 */
	boolean onlyPaidAttempt;

	EntryDraft(LedgerEntry before) {
		this.before = before;
		KaspiOrder order = before.order();
		this.merchant = order.merchant();
		this.orderId = order.orderId();
		this.reference = order.reference();
		this.wireReference = before.wireReference();
		this.status = order.status();
		this.amount = order.amount();
		this.refunds = new ArrayList<>(before.refunds());
		this.qrData = order.qrData();
		this.paymentUrl = order.paymentUrl();
		this.createdAt = order.createdAt();
		this.expiresAt = order.expiresAt();
		this.paidAt = order.paidAt();
		this.metadata = order.metadata();
		this.attempt = before.attempt();
		this.superseded = before.superseded();
		this.unconfirmed = before.unconfirmed();
		this.dispute = before.dispute();
		this.asked = before.asked();
		this.closedLocally = before.closedLocally();
		this.recordedAt = before.recordedAt();
		this.nextPollAt = before.nextPollAt();
		this.schedule = before.schedule();
	}

	/**
	 * Takes over what an answer knows and the entry does not. When an order was paid,
	 * Kaspi Pay knows best.
	 */
	void fill(KaspiOrder answer) {
		if (this.wireReference == null && !this.referenceTaken) {
			this.wireReference = answer.reference();
			this.reference = (this.reference != null) ? this.reference : answer.reference();
		}
		this.qrData = (this.qrData != null) ? this.qrData : answer.qrData();
		this.paymentUrl = (this.paymentUrl != null) ? this.paymentUrl : answer.paymentUrl();
		this.createdAt = (this.createdAt != null) ? this.createdAt : toMillis(answer.createdAt());
		this.expiresAt = (this.expiresAt != null) ? this.expiresAt : toMillis(answer.expiresAt());
		this.paidAt = (answer.paidAt() != null) ? toMillis(answer.paidAt()) : this.paidAt;
	}

	/**
	 * A store keeps no more than that, and what it does not keep would be new each time.
	 */
	private static @Nullable Instant toMillis(@Nullable Instant instant) {
		return (instant != null) ? instant.truncatedTo(ChronoUnit.MILLIS) : null;
	}

	/**
	 * Returns an event's id: the same order may be in the ledgers of several merchants.
	 */
	String eventId(String kind) {
		return (this.merchant.isEmpty() ? "" : this.merchant + ".") + this.orderId + ":" + kind;
	}

	boolean isUnknown() {
		return this.status.equals(KaspiOrderStatus.UNKNOWN);
	}

	boolean isDisputed() {
		return this.dispute != null && this.dispute.open();
	}

	/**
	 * Returns what can be given back altogether: the order's amount, or what was paid of
	 * a disputed payment.
	 */
	BigDecimal refundable() {
		boolean claimed = !this.status.isPaid() && this.dispute != null && this.dispute.status().isPaid();
		BigDecimal paid = claimed ? Objects.requireNonNull(this.dispute).amount() : null;
		return (paid != null) ? paid : this.amount;
	}

	/**
	 * Returns what is known to be refunded.
	 */
	BigDecimal refundedAmount() {
		if (this.status.equals(KaspiOrderStatus.REFUNDED)) {
			return this.amount;
		}
		BigDecimal refunded = BigDecimal.ZERO;
		for (RefundEntry refund : this.refunds) {
			if (refund.state().isBooked() && refund.amount() != null) {
				refunded = refunded.add(refund.amount());
			}
		}
		return refunded;
	}

	boolean hasBookedRefund() {
		return this.refunds.stream().anyMatch((refund) -> refund.state().isBooked());
	}

	boolean hasRefundOfUnknownAmount() {
		return this.refunds.stream().anyMatch((refund) -> refund.state().isBooked() && refund.amount() == null);
	}

	@Nullable RefundEntry pendingRefund() {
		return RefundEntry.pending(this.refunds);
	}

	void replace(RefundEntry refund) {
		this.refunds.replaceAll((other) -> other.id().equals(refund.id()) ? refund : other);
	}

	@Nullable RefundEntry refund(String id) {
		return this.refunds.stream().filter((refund) -> refund.id().equals(id)).findFirst().orElse(null);
	}

	/**
	 * An order of which nothing is expected is polled no longer.
	 */
	void settleSchedule() {
		boolean asked = this.unconfirmed != null || pendingRefund() != null || this.status.isOpen()
				|| this.closedLocally;
		if (!asked) {
			this.nextPollAt = null;
		}
	}

	LedgerEntry toEntry() {
		Dispute dispute = this.dispute;
		boolean amountKnown = this.status.equals(KaspiOrderStatus.REFUNDED) || !hasRefundOfUnknownAmount()
				&& !(this.status.equals(KaspiOrderStatus.PARTIALLY_REFUNDED) && !hasBookedRefund());
		KaspiOrder order = new KaspiOrder(this.orderId, this.reference, this.status, this.amount, refundedAmount(),
				this.qrData, this.paymentUrl, this.createdAt, this.expiresAt, this.paidAt, isDisputed(),
				(dispute != null) ? dispute.status() : null, (dispute != null) ? dispute.amount() : null,
				pendingRefund() != null, amountKnown, this.metadata, this.merchant);
		boolean expedited = this.before.expedited() && this.nextPollAt != null;
		return new LedgerEntry(order, this.wireReference, this.attempt, this.superseded, this.refunds, this.unconfirmed,
				dispute, this.closedLocally, this.recordedAt, this.nextPollAt, expedited, this.before.version(),
				this.asked, this.schedule);
	}

	boolean isChanged() {
		return !this.events.isEmpty() || !toEntry().equals(this.before);
	}

}
