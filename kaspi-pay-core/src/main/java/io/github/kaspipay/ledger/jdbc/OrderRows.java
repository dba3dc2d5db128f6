package io.github.kaspipay.ledger.jdbc;

import java.math.BigDecimal;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerEntry.Claim;
import io.github.kaspipay.ledger.LedgerEntry.PendingRefund;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * A ledger entry as a row.
 */
final class OrderRows {

	static final String COLUMNS = "order_id, reference, status, amount, refunded_amount, qr_data, payment_url, "
			+ "created_at, expires_at, paid_at, refund_id, refund_amount, refund_since, unconfirmed, unconfirmed_since, disputed, "
			+ "recorded_at, next_poll_at";

	private OrderRows() {
	}

	static Map<String, @Nullable Object> parameters(LedgerEntry entry) {
		KaspiOrder order = entry.order();
		PendingRefund refund = entry.pendingRefund();
		Claim claim = entry.unconfirmed();
		Map<String, @Nullable Object> parameters = new HashMap<>();
		parameters.put("order_id", order.orderId().isEmpty() ? null : order.orderId());
		parameters.put("reference", order.reference());
		parameters.put("status", order.status().value());
		parameters.put("amount", order.amount());
		parameters.put("refunded_amount", order.refundedAmount());
		parameters.put("qr_data", order.qrData());
		parameters.put("payment_url", (order.paymentUrl() != null) ? order.paymentUrl().toString() : null);
		parameters.put("created_at", millis(order.createdAt()));
		parameters.put("expires_at", millis(order.expiresAt()));
		parameters.put("paid_at", millis(order.paidAt()));
		parameters.put("refund_id", (refund != null) ? refund.id() : null);
		parameters.put("refund_amount", (refund != null) ? refund.amount() : null);
		parameters.put("refund_since", (refund != null) ? millis(refund.since()) : null);
		parameters.put("unconfirmed", (claim != null) ? claim.status().value() : null);
		parameters.put("unconfirmed_since", (claim != null) ? millis(claim.since()) : null);
		parameters.put("disputed", entry.disputed());
		parameters.put("recorded_at", millis(entry.recordedAt()));
		parameters.put("next_poll_at", millis(entry.nextPollAt()));
		return parameters;
	}

	static LedgerEntry map(ResultSet row, int number) throws SQLException {
		String orderId = row.getString("order_id");
		String paymentUrl = row.getString("payment_url");
		KaspiOrder order = new KaspiOrder((orderId != null) ? orderId : "", row.getString("reference"),
				new KaspiOrderStatus(row.getString("status")), amount(row, "amount"), amount(row, "refunded_amount"),
				row.getString("qr_data"), (paymentUrl != null) ? URI.create(paymentUrl) : null,
				instant(row, "created_at"), instant(row, "expires_at"), instant(row, "paid_at"));
		return new LedgerEntry(order, refund(row), claim(row), row.getBoolean("disputed"),
				Instant.ofEpochMilli(row.getLong("recorded_at")), instant(row, "next_poll_at"), row.getLong("version"));
	}

	private static @Nullable PendingRefund refund(ResultSet row) throws SQLException {
		String id = row.getString("refund_id");
		return (id != null)
				? new PendingRefund(id, amount(row, "refund_amount"), Instant.ofEpochMilli(row.getLong("refund_since")))
				: null;
	}

	private static @Nullable Claim claim(ResultSet row) throws SQLException {
		String status = row.getString("unconfirmed");
		return (status != null)
				? new Claim(new KaspiOrderStatus(status), Instant.ofEpochMilli(row.getLong("unconfirmed_since")))
				: null;
	}

	static BigDecimal amount(ResultSet row, String column) throws SQLException {
		BigDecimal amount = row.getBigDecimal(column).stripTrailingZeros();
		return (amount.scale() < 0) ? amount.setScale(0) : amount;
	}

	static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		long millis = row.getLong(column);
		return row.wasNull() ? null : Instant.ofEpochMilli(millis);
	}

	static @Nullable Long millis(@Nullable Instant instant) {
		return (instant != null) ? instant.toEpochMilli() : null;
	}

}
