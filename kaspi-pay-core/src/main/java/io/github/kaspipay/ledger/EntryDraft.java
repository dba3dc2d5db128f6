package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.LedgerEntry.Claim;
import io.github.kaspipay.ledger.LedgerEntry.PendingRefund;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * A ledger entry while it is being changed, with the events that follow from the change.
 */
final class EntryDraft {

	final LedgerEntry before;

	final List<KaspiOrderEvent> events = new ArrayList<>();

	String orderId;

	@Nullable String reference;

	KaspiOrderStatus status;

	BigDecimal amount;

	BigDecimal refundedAmount;

	@Nullable String qrData;

	@Nullable URI paymentUrl;

	@Nullable Instant createdAt;

	@Nullable Instant expiresAt;

	@Nullable Instant paidAt;

	@Nullable PendingRefund pendingRefund;

	@Nullable Claim unconfirmed;

	boolean disputed;

	/**
	 * Whether the reference in the answer is another order's.
	 */
	boolean referenceTaken;

	@Nullable Instant nextPollAt;

	EntryDraft(LedgerEntry before) {
		this.before = before;
		KaspiOrder order = before.order();
		this.orderId = order.orderId();
		this.reference = order.reference();
		this.status = order.status();
		this.amount = order.amount();
		this.refundedAmount = order.refundedAmount();
		this.qrData = order.qrData();
		this.paymentUrl = order.paymentUrl();
		this.createdAt = order.createdAt();
		this.expiresAt = order.expiresAt();
		this.paidAt = order.paidAt();
		this.pendingRefund = before.pendingRefund();
		this.unconfirmed = before.unconfirmed();
		this.disputed = before.disputed();
		this.nextPollAt = before.nextPollAt();
	}

	/**
	 * Takes over what an answer knows and the entry does not.
	 */
	void fill(KaspiOrder answer) {
		this.reference = (this.reference != null || this.referenceTaken) ? this.reference : answer.reference();
		this.qrData = (this.qrData != null) ? this.qrData : answer.qrData();
		this.paymentUrl = (this.paymentUrl != null) ? this.paymentUrl : answer.paymentUrl();
		this.createdAt = (this.createdAt != null) ? this.createdAt : answer.createdAt();
		this.expiresAt = (this.expiresAt != null) ? this.expiresAt : answer.expiresAt();
		this.paidAt = (this.paidAt != null) ? this.paidAt : answer.paidAt();
	}

	LedgerEntry toEntry() {
		KaspiOrder order = new KaspiOrder(this.orderId, this.reference, this.status, this.amount, this.refundedAmount,
				this.qrData, this.paymentUrl, this.createdAt, this.expiresAt, this.paidAt);
		return new LedgerEntry(order, this.pendingRefund, this.unconfirmed, this.disputed, this.before.recordedAt(),
				this.nextPollAt, this.before.version());
	}

	boolean isChanged() {
		return !toEntry().equals(this.before) || !this.events.isEmpty();
	}

}
