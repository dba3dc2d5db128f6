/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.EventKind;
import org.jspecify.annotations.Nullable;

/**
 * An event as a row.
 */
final class EventRows {

	private static final String[] NAMES = { "event_id", "merchant", "kind", "order_id", "reference", "amount",
			"occurred_at", "source", "metadata", "paid_at", "late", "order_amount", "refund_id", "refund_key",
			"refunded_total", "full_refund", "reason", "claimed_status", "claimed_amount", "account",
			"transaction_id" };

	static final String COLUMNS = String.join(", ", NAMES);

	private EventRows() {
	}

	/**
	 * Returns the columns that an event has, with their values.
	 */
	static Map<String, Object> parameters(KaspiOrderEvent event) {
		Map<String, Object> parameters = new LinkedHashMap<>(2 * NAMES.length);
		put(parameters, "event_id", event.eventId());
		put(parameters, "merchant", event.merchant());
		put(parameters, "kind", EventKind.of(event).name());
		put(parameters, "order_id", event.orderId());
		put(parameters, "reference", event.reference());
		put(parameters, "amount", event.amount());
		put(parameters, "occurred_at", event.occurredAt().toEpochMilli());
		put(parameters, "source", event.source().name());
		put(parameters, "metadata", Metadata.write(event.metadata()));
		if (event instanceof KaspiOrderPaidEvent paid) {
			put(parameters, "paid_at", paid.paidAt().toEpochMilli());
			put(parameters, "late", paid.late());
			put(parameters, "account", paid.account());
			put(parameters, "transaction_id", paid.transactionId());
		}
		else if (event instanceof KaspiOrderRefundedEvent refunded) {
			put(parameters, "order_amount", refunded.orderAmount());
			put(parameters, "refund_id", RefundRows.kaspiId(refunded.refundId()));
			put(parameters, "refund_key", refunded.key());
			put(parameters, "refunded_total", refunded.refundedTotal());
			put(parameters, "full_refund", refunded.full());
		}
		else if (event instanceof KaspiOrderDisputedEvent disputed) {
			put(parameters, "reason", disputed.reason().name());
			put(parameters, "claimed_status", disputed.claimedStatus().value());
			put(parameters, "claimed_amount", disputed.claimedAmount());
			put(parameters, "account", disputed.account());
			put(parameters, "transaction_id", disputed.transactionId());
		}
		return parameters;
	}

	static void put(Map<String, Object> parameters, String column, @Nullable Object value) {
		if (value != null) {
			parameters.put(column, value);
		}
	}

	/**
	 * Reads an event.
	 * @throws RuntimeException if a later version wrote what this one does not know; the
	 * message says what
	 */
	static KaspiOrderEvent map(ResultSet row) throws SQLException {
		String eventId = row.getString("event_id");
		String merchant = row.getString("merchant");
		String orderId = row.getString("order_id");
		String reference = row.getString("reference");
		BigDecimal amount = OrderRows.optionalAmount(row, "amount");
		Instant occurredAt = Instant.ofEpochMilli(row.getLong("occurred_at"));
		KaspiEventSource source = KaspiEventSource.valueOf(row.getString("source"));
		Map<String, String> metadata = Metadata.read(row.getString("metadata"));
		EventKind kind = EventKind.valueOf(row.getString("kind"));
		if (kind == EventKind.REFUNDED) {
			return new KaspiOrderRefundedEvent(eventId, orderId, reference, amount, occurredAt, source,
					OrderRows.amount(row, "order_amount"), row.getString("refund_id"), row.getString("refund_key"),
					OrderRows.amount(row, "refunded_total"), row.getBoolean("full_refund"), metadata, merchant);
		}
		BigDecimal orderAmount = Objects.requireNonNull(amount, "it has no amount");
		return switch (kind) {
			case PAID -> new KaspiOrderPaidEvent(eventId, orderId, reference, orderAmount, occurredAt, source,
					Instant.ofEpochMilli(row.getLong("paid_at")), row.getBoolean("late"), metadata, merchant,
					row.getString("account"), row.getString("transaction_id"));
			case CANCELLED -> new KaspiOrderCancelledEvent(eventId, orderId, reference, orderAmount, occurredAt, source,
					metadata, merchant);
			case EXPIRED -> new KaspiOrderExpiredEvent(eventId, orderId, reference, orderAmount, occurredAt, source,
					metadata, merchant);
			case DISPUTED -> new KaspiOrderDisputedEvent(eventId, orderId, reference, orderAmount, occurredAt, source,
					Reason.valueOf(row.getString("reason")), new KaspiOrderStatus(row.getString("claimed_status")),
					OrderRows.optionalAmount(row, "claimed_amount"), metadata, merchant, row.getString("account"),
					row.getString("transaction_id"));
			case REFUNDED -> throw new IllegalStateException();
		};
	}

}
