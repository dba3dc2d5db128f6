package io.github.kaspipay.jdbc;

import java.math.BigDecimal;
import java.time.Instant;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.ObservationOutcome;
import io.github.kaspipay.ledger.WebhookReceipt;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * Entries, events and webhooks to write.
 */
final class LedgerData {

	static final Instant START = Instant.parse("2026-05-01T10:00:00.123Z");

	private static final BigDecimal AMOUNT = new BigDecimal("1500.5");

	private LedgerData() {
	}

	static LedgerEntry open(String orderId) {
		return entry(orderId, "ref-" + orderId, KaspiOrderStatus.INIT, null);
	}

	static LedgerEntry due(String orderId, Instant nextPollAt) {
		return entry(orderId, null, KaspiOrderStatus.INIT, nextPollAt);
	}

	static LedgerEntry intent(String reference) {
		return entry("", reference, KaspiOrderStatus.UNKNOWN, null);
	}

	static LedgerEntry entry(String orderId, @Nullable String reference, KaspiOrderStatus status,
			@Nullable Instant nextPollAt) {
		KaspiOrder order = new KaspiOrder(orderId, reference, status, AMOUNT, BigDecimal.ZERO, null, null, null, null,
				null);
		return new LedgerEntry(order, null, null, false, START, nextPollAt, 0);
	}

	/**
	 * The entry with another status, and the version that the change gives it.
	 */
	static LedgerEntry with(LedgerEntry entry, KaspiOrderStatus status) {
		return with(entry, entry.order().orderId(), entry.order().reference(), status);
	}

	static LedgerEntry with(LedgerEntry entry, String orderId, @Nullable String reference, KaspiOrderStatus status) {
		KaspiOrder order = entry.order();
		KaspiOrder after = new KaspiOrder(orderId, reference, status, order.amount(), order.refundedAmount(),
				order.qrData(), order.paymentUrl(), order.createdAt(), order.expiresAt(), order.paidAt());
		return new LedgerEntry(after, entry.pendingRefund(), entry.unconfirmed(), entry.disputed(), entry.recordedAt(),
				entry.nextPollAt(), entry.version() + 1);
	}

	static KaspiOrderPaidEvent paid(String orderId) {
		return new KaspiOrderPaidEvent(orderId + ":PAID", orderId, "ref-" + orderId, AMOUNT, START,
				KaspiEventSource.WEBHOOK, START.minusSeconds(1), true);
	}

	static KaspiOrderRefundedEvent refunded(String orderId) {
		return new KaspiOrderRefundedEvent(orderId + ":PARTIALLY_REFUNDED", orderId, null, AMOUNT, START,
				KaspiEventSource.API, new BigDecimal("0.01"), false);
	}

	static KaspiOrderCancelledEvent cancelled(String orderId) {
		return new KaspiOrderCancelledEvent(orderId + ":CANCELLED", orderId, "ref-" + orderId, AMOUNT, START,
				KaspiEventSource.POLL);
	}

	static KaspiOrderDisputedEvent disputed(String orderId) {
		return new KaspiOrderDisputedEvent(orderId + ":DISPUTED", orderId, null, AMOUNT, START,
				KaspiEventSource.WEBHOOK, KaspiOrderDisputedEvent.Reason.AMOUNT_MISMATCH);
	}

	static WebhookReceipt receipt(String orderId) {
		return receipt(orderId, START);
	}

	static WebhookReceipt receipt(String orderId, Instant receivedAt) {
		return new WebhookReceipt(receivedAt, orderId, KaspiOrderStatus.PAID, ObservationOutcome.RECORDED,
				"0123456789abcdef".repeat(4));
	}

}
