/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.util.HashMap;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderPage;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.order.KaspiPayment;
import org.jspecify.annotations.Nullable;

/**
 * Looks a merchant's orders up, page by page, each page by an index: in a transaction of
 * the ledger's, since that is where an index is used whatever the database believes.
 * Thread-safe. Internal: it may change in any release.
 */
public class JdbcKaspiOrders implements KaspiOrders {

	private final LedgerDatabase database;

	private final PaymentRows payments;

	/**
	 * Creates the look-up.
	 * @param database the database as the merchant sees it
	 */
	public JdbcKaspiOrders(LedgerDatabase database) {
		this.database = database;
		this.payments = new PaymentRows(database);
	}

	@Override
	public KaspiOrderPage find(KaspiOrderQuery query) {
		List<Found> found = this.database.write(() -> this.database.statement(sql(query))
			.params(parameters(query))
			.query((row, number) -> new Found(OrderRows.order(row, number),
					row.getLong("recorded_at") + "-" + row.getLong("id")))
			.list());
		boolean more = found.size() > query.limit();
		List<Found> page = more ? found.subList(0, query.limit()) : found;
		return new KaspiOrderPage(page.stream().map(Found::order).toList(),
				more ? page.get(page.size() - 1).position() : null);
	}

	@Override
	public List<KaspiPayment> payments(LocalDate day) {
		long from = day.atStartOfDay(KaspiPayment.BANK_ZONE).toInstant().toEpochMilli();
		long to = day.plusDays(1).atStartOfDay(KaspiPayment.BANK_ZONE).toInstant().toEpochMilli();
		return this.database.write(() -> this.payments.findAccepted(from, to));
	}

	/**
	 * Repeats a part of the position, since not every database compares pairs by an
	 * index. Always says from when: PostgreSQL keeps the indexes of lists for statements
	 * that do.
	 */
	static String sql(KaspiOrderQuery query) {
		String filter = switch (query.filter()) {
			case ALL -> "1 = 1";
			case OPEN -> "is_open";
			case DISPUTED -> "disputed";
			case REFUND_IN_DOUBT -> "refund_in_doubt";
			case STATUS -> "status = :status";
		};
		return JdbcLedgerStore.SELECT + filter + " AND recorded_at >= :from"
				+ ((query.to() != null) ? " AND recorded_at < :to" : "") + ((query.after() != null)
						? " AND recorded_at <= :after AND (recorded_at, id) < (:after, :after_id)" : "")
				+ " ORDER BY recorded_at DESC, id DESC LIMIT :limit";
	}

	private static Map<String, @Nullable Object> parameters(KaspiOrderQuery query) {
		Map<String, @Nullable Object> parameters = new HashMap<>();
		parameters.put("limit", query.limit() + 1);
		parameters.put("status", (query.status() != null) ? query.status().value() : null);
		parameters.put("from", (query.from() != null) ? query.from().toEpochMilli() : 0);
		parameters.put("to", OrderRows.millis(query.to()));
		if (query.after() != null) {
			String[] position = query.after().split("-");
			parameters.put("after", Long.valueOf(position[0]));
			parameters.put("after_id", Long.valueOf(position[1]));
		}
		return parameters;
	}

	private record Found(KaspiOrder order, String position) {

	}

}
