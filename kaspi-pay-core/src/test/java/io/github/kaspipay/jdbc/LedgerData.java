/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.ObservationOutcome;
import io.github.kaspipay.ledger.RefundEntry;
import io.github.kaspipay.ledger.WebhookReceipt;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundState;
import org.jspecify.annotations.Nullable;

/**
 * Entries, events and webhooks to write.
 */
final class LedgerData {

	static final Instant START = Instant.parse("2026-05-01T10:00:00.123Z");

	static final BigDecimal AMOUNT = new BigDecimal("1500.5");

	private LedgerData() {
	}

	static LedgerEntry open(String orderId) {
		return entry(orderId, "ref-" + orderId, KaspiOrderStatus.INIT, null);
	}

	static LedgerEntry due(String orderId, @Nullable Instant nextPollAt) {
		return entry(orderId, null, KaspiOrderStatus.INIT, nextPollAt);
	}

	static LedgerEntry intent(String reference) {
		return entry("", reference, KaspiOrderStatus.UNKNOWN, null);
	}

	static LedgerEntry orphan(String orderId) {
		return entry(orderId, null, KaspiOrderStatus.UNKNOWN, null);
	}

	static LedgerEntry entry(String orderId, @Nullable String reference, KaspiOrderStatus status,
			@Nullable Instant nextPollAt) {
		return entry(order(orderId, reference, status), reference, 1, START, nextPollAt);
	}

	static LedgerEntry recorded(String orderId, KaspiOrderStatus status, Instant recordedAt) {
		return entry(order(orderId, null, status), null, 1, recordedAt, null);
	}

	static LedgerEntry attempt(int attempt, String orderId, String reference, KaspiOrderStatus status) {
		String wireReference = (attempt > 1) ? reference + "." + attempt : reference;
		return entry(order(orderId, reference, status), wireReference, attempt, START, null);
	}

	static LedgerEntry entry(KaspiOrder order) {
		return entry(order, order.reference(), 1, START, null);
	}

	private static LedgerEntry entry(KaspiOrder order, @Nullable String wireReference, int attempt, Instant recordedAt,
			@Nullable Instant nextPollAt) {
		return new LedgerEntry(order, wireReference, attempt, false, List.of(), null, null, false, recordedAt,
				nextPollAt, false, 0);
	}

	static KaspiOrder order(String orderId, @Nullable String reference, KaspiOrderStatus status) {
		return new KaspiOrder(orderId, reference, status, AMOUNT, BigDecimal.ZERO, null, null, null, null, null);
	}

	static KaspiOrder flagged(String orderId, KaspiOrderStatus status, boolean disputed, boolean refundInDoubt) {
		return new KaspiOrder(orderId, null, status, AMOUNT, BigDecimal.ZERO, null, null, null, null, null, disputed,
				null, null, refundInDoubt, true, Map.of());
	}

	static KaspiOrder described(String orderId, Map<String, String> metadata) {
		return new KaspiOrder(orderId, "ref-" + orderId, KaspiOrderStatus.INIT, AMOUNT, BigDecimal.ZERO, null, null,
				null, null, null, false, null, null, false, true, metadata);
	}

	/**
	 * The entry with another status, and the version that the change gives it.
	 */
	static LedgerEntry with(LedgerEntry entry, KaspiOrderStatus status) {
		return with(entry, entry.order().orderId(), entry.wireReference(), status);
	}

	static LedgerEntry with(LedgerEntry entry, String orderId, @Nullable String wireReference,
			KaspiOrderStatus status) {
		KaspiOrder order = entry.order();
		String reference = (order.reference() != null) ? order.reference() : wireReference;
		KaspiOrder after = new KaspiOrder(orderId, reference, status, order.amount(), order.refundedAmount(),
				order.qrData(), order.paymentUrl(), order.createdAt(), order.expiresAt(), order.paidAt(),
				order.disputed(), order.claimedStatus(), order.claimedAmount(), order.refundInDoubt(),
				order.refundedAmountKnown(), order.metadata(), order.merchant());
		return new LedgerEntry(after, wireReference, entry.attempt(), entry.superseded(), entry.refunds(),
				entry.unconfirmed(), entry.dispute(), entry.closedLocally(), entry.recordedAt(), entry.nextPollAt(),
				entry.expedited(), entry.version() + 1);
	}

	/**
	 * The entry with these refunds, and the version that the change gives it.
	 */
	static LedgerEntry with(LedgerEntry entry, RefundEntry... refunds) {
		return new LedgerEntry(entry.order(), entry.wireReference(), entry.attempt(), entry.superseded(),
				Arrays.asList(refunds), entry.unconfirmed(), entry.dispute(), entry.closedLocally(), entry.recordedAt(),
				entry.nextPollAt(), entry.expedited(), entry.version() + 1);
	}

	static LedgerEntry superseded(LedgerEntry entry) {
		return new LedgerEntry(entry.order(), entry.wireReference(), entry.attempt(), true, entry.refunds(),
				entry.unconfirmed(), entry.dispute(), entry.closedLocally(), entry.recordedAt(), entry.nextPollAt(),
				entry.expedited(), entry.version() + 1);
	}

	static RefundEntry refund(String id, @Nullable String key, @Nullable String amount, KaspiRefundState state,
			@Nullable String kaspiId) {
		return new RefundEntry(id, key, (amount != null) ? new BigDecimal(amount) : null, state, kaspiId,
				START.plusMillis(7));
	}

	static KaspiOrderPaidEvent paid(String orderId) {
		return new KaspiOrderPaidEvent(orderId + ":PAID", orderId, "ref-" + orderId, AMOUNT, START,
				KaspiEventSource.WEBHOOK, START.minusSeconds(1), true);
	}

	static KaspiOrderRefundedEvent refunded(String orderId) {
		return new KaspiOrderRefundedEvent(orderId + ":REFUNDED:1", orderId, null, new BigDecimal("0.01"), START,
				KaspiEventSource.API, AMOUNT, "kaspi-refund-1", "return-1", new BigDecimal("0.02"), false);
	}

	static KaspiOrderCancelledEvent cancelled(String orderId) {
		return new KaspiOrderCancelledEvent(orderId + ":CANCELLED", orderId, "ref-" + orderId, AMOUNT, START,
				KaspiEventSource.POLL);
	}

	static KaspiOrderExpiredEvent expired(String orderId) {
		return new KaspiOrderExpiredEvent(orderId + ":EXPIRED", orderId, "счёт-😀", AMOUNT, START,
				KaspiEventSource.API);
	}

	static KaspiOrderDisputedEvent disputed(String orderId) {
		return new KaspiOrderDisputedEvent(orderId + ":DISPUTED", orderId, null, AMOUNT, START,
				KaspiEventSource.WEBHOOK, KaspiOrderDisputedEvent.Reason.AMOUNT_MISMATCH, KaspiOrderStatus.PAID,
				new BigDecimal("15.05"));
	}

	static WebhookReceipt receipt(String orderId) {
		return receipt(orderId, START);
	}

	static WebhookReceipt receipt(String orderId, Instant receivedAt) {
		return new WebhookReceipt(receivedAt, orderId, KaspiOrderStatus.PAID, ObservationOutcome.RECORDED,
				() -> "0123456789abcdef".repeat(4));
	}

}
