/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.RefundEntry;
import io.github.kaspipay.order.KaspiRefundState;
import org.jspecify.annotations.Nullable;

/**
 * The refunds of a merchant's orders. Written only together with their order, whose
 * version decides who may.
 */
final class RefundRows {

	private static final int MAX_KASPI_ID = 128;

	private static final String SELECT = """
			SELECT r.refund_id, r.order_id, r.refund_key, r.amount, r.state, r.kaspi_id, r.created_at
			FROM @@prefix@@order o LEFT JOIN @@prefix@@refund r ON r.merchant = o.merchant AND r.order_id = o.order_id
			WHERE o.merchant = :merchant AND o.order_id = :order_id AND o.version = :version ORDER BY r.id
			""";

	private static final String INSERT = """
			INSERT INTO @@prefix@@refund (merchant, refund_id, order_id, refund_key, amount, state, kaspi_id, created_at)
			VALUES (:merchant, :refund_id, :order_id, :refund_key, :amount, :state, :kaspi_id, :created_at)
			""";

	private static final String UPDATE = """
			UPDATE @@prefix@@refund SET amount = :amount, state = :state, kaspi_id = :kaspi_id,
			created_at = :created_at WHERE refund_id = :refund_id AND merchant = :merchant
			""";

	private static final String DELETE = "DELETE FROM @@prefix@@refund WHERE merchant = :merchant AND order_id IN (:order_ids)";

	private final LedgerDatabase database;

	RefundRows(LedgerDatabase database) {
		this.database = database;
	}

	/**
	 * Reads an order's refunds.
	 * @return its refunds, or {@code null} if the order is of another version by now
	 */
	@Nullable List<RefundEntry> find(LedgerEntry entry) {
		List<Optional<RefundEntry>> rows = this.database.statement(SELECT)
			.param("order_id", entry.order().orderId())
			.param("version", entry.version())
			.query(RefundRows::mapOptional)
			.list();
		return rows.isEmpty() ? null : rows.stream().flatMap(Optional::stream).toList();
	}

	/**
	 * An order without refunds is a row of its own.
	 */
	private static Optional<RefundEntry> mapOptional(ResultSet row, int number) throws SQLException {
		return (row.getString("refund_id") != null) ? Optional.of(map(row, number)) : Optional.empty();
	}

	void write(@Nullable LedgerEntry before, LedgerEntry after) {
		Map<String, RefundEntry> written = (before != null)
				? before.refunds().stream().collect(Collectors.toMap(RefundEntry::id, Function.identity())) : Map.of();
		for (RefundEntry refund : after.refunds()) {
			RefundEntry known = written.get(refund.id());
			if (known == null) {
				write(INSERT, after.order().orderId(), refund);
			}
			else if (!known.equals(refund)) {
				write(UPDATE, after.order().orderId(), refund);
			}
		}
	}

	void remove(List<String> orderIds) {
		if (orderIds.isEmpty()) {
			return;
		}
		this.database.statement(DELETE).param("order_ids", orderIds).update();
	}

	/**
	 * Returns Kaspi Pay's id of a refund as it is kept: nobody said how long it may be.
	 */
	static @Nullable String kaspiId(@Nullable String id) {
		String text = OrderRows.text(id);
		return (text != null && text.length() > MAX_KASPI_ID) ? text.substring(0, MAX_KASPI_ID) : text;
	}

	private void write(String sql, String orderId, RefundEntry refund) {
		this.database.statement(sql)
			.param("refund_id", refund.id())
			.param("order_id", orderId)
			.param("refund_key", refund.key())
			.param("amount", refund.amount())
			.param("state", refund.state().name())
			.param("kaspi_id", kaspiId(refund.kaspiId()))
			.param("created_at", refund.createdAt().toEpochMilli())
			.update();
	}

	private static RefundEntry map(ResultSet row, int number) throws SQLException {
		return new RefundEntry(row.getString("refund_id"), row.getString("refund_key"),
				OrderRows.optionalAmount(row, "amount"), state(row), row.getString("kaspi_id"),
				Instant.ofEpochMilli(row.getLong("created_at")));
	}

	/**
	 * Reads what may have been written by a later version, or by hand.
	 * @throws IllegalStateException if it cannot be read
	 */
	private static KaspiRefundState state(ResultSet row) throws SQLException {
		String state = row.getString("state");
		try {
			return KaspiRefundState.valueOf(state);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException("Column state of refund '" + row.getString("refund_id") + "' of order '"
					+ row.getString("order_id") + "' cannot be read: no state is called '" + state + "'", ex);
		}
	}

}
