package io.github.kaspipay.ledger.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event as a row.
 */
final class EventRows {

	static final String COLUMNS = "event_id, kind, order_id, reference, amount, occurred_at, source, paid_at, late, "
			+ "refunded_total, full_refund, reason";

	private EventRows() {
	}

	static Map<String, @Nullable Object> parameters(KaspiOrderEvent event) {
		Map<String, @Nullable Object> parameters = new HashMap<>();
		parameters.put("event_id", event.eventId());
		parameters.put("kind", kind(event));
		parameters.put("order_id", event.orderId());
		parameters.put("reference", event.reference());
		parameters.put("amount", event.amount());
		parameters.put("occurred_at", event.occurredAt().toEpochMilli());
		parameters.put("source", event.source().name());
		parameters.put("paid_at", null);
		parameters.put("late", null);
		parameters.put("refunded_total", null);
		parameters.put("full_refund", null);
		parameters.put("reason", null);
		if (event instanceof KaspiOrderPaidEvent paid) {
			parameters.put("paid_at", paid.paidAt().toEpochMilli());
			parameters.put("late", paid.late());
		}
		else if (event instanceof KaspiOrderRefundedEvent refunded) {
			parameters.put("refunded_total", refunded.refundedTotal());
			parameters.put("full_refund", refunded.full());
		}
		else if (event instanceof KaspiOrderDisputedEvent disputed) {
			parameters.put("reason", disputed.reason().name());
		}
		return parameters;
	}

	private static String kind(KaspiOrderEvent event) {
		if (event instanceof KaspiOrderPaidEvent) {
			return "PAID";
		}
		if (event instanceof KaspiOrderCancelledEvent) {
			return "CANCELLED";
		}
		if (event instanceof KaspiOrderExpiredEvent) {
			return "EXPIRED";
		}
		return (event instanceof KaspiOrderRefundedEvent) ? "REFUNDED" : "DISPUTED";
	}

	static KaspiOrderEvent map(ResultSet row, int number) throws SQLException {
		String eventId = row.getString("event_id");
		String orderId = row.getString("order_id");
		String reference = row.getString("reference");
		BigDecimal amount = OrderRows.amount(row, "amount");
		Instant occurredAt = Instant.ofEpochMilli(row.getLong("occurred_at"));
		KaspiEventSource source = KaspiEventSource.valueOf(row.getString("source"));
		String kind = row.getString("kind");
		return switch (kind) {
			case "PAID" -> new KaspiOrderPaidEvent(eventId, orderId, reference, amount, occurredAt, source,
					Instant.ofEpochMilli(row.getLong("paid_at")), row.getBoolean("late"));
			case "CANCELLED" -> new KaspiOrderCancelledEvent(eventId, orderId, reference, amount, occurredAt, source);
			case "EXPIRED" -> new KaspiOrderExpiredEvent(eventId, orderId, reference, amount, occurredAt, source);
			case "REFUNDED" -> new KaspiOrderRefundedEvent(eventId, orderId, reference, amount, occurredAt, source,
					OrderRows.amount(row, "refunded_total"), row.getBoolean("full_refund"));
			case "DISPUTED" -> new KaspiOrderDisputedEvent(eventId, orderId, reference, amount, occurredAt, source,
					KaspiOrderDisputedEvent.Reason.valueOf(row.getString("reason")));
			default -> throw new IllegalStateException("Event '" + eventId + "' is of unknown kind " + kind);
		};
	}

}
