/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.kaspipay.concurrent.FailLate;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Removes what was kept long enough, a few rows at a time, so that a long backlog does
 * not outlast a transaction: a merchant's webhooks, orders and payments, and the events
 * of all.
 */
final class LedgerRetention {

	private static final int BATCH = 1000;

	static final String OLD_WEBHOOKS = """
			SELECT id FROM @@prefix@@webhook WHERE merchant = :merchant AND received_at < :before
			ORDER BY received_at LIMIT :batch
			""";

	static final String OLD_EVENTS = """
			SELECT id FROM @@prefix@@event WHERE delivered_at < :before ORDER BY delivered_at LIMIT :batch
			""";

	/**
	 * Those that are settled, and of which no event waits, looked up for each: to join
	 * all events that wait is slow once they are many. One that is being changed just now
	 * is left alone.
	 */
	static final String OLD_ORDERS = """
			SELECT id, order_id, refunds FROM @@prefix@@order o WHERE merchant = :merchant AND recorded_at < :before
			AND NOT is_open AND next_poll_at IS NULL AND unconfirmed IS NULL AND NOT disputed AND NOT refund_in_doubt
			AND (SELECT e.id FROM @@prefix@@event e WHERE e.merchant = o.merchant AND e.order_id = o.order_id
			AND e.state <> 'DELIVERED' ORDER BY e.id LIMIT 1) IS NULL
			ORDER BY recorded_at LIMIT :batch FOR UPDATE SKIP LOCKED
			""";

	/**
	 * Those that are so old that Kaspi tells of none of them any more, and whose order is
	 * gone: while it is disputed, a person decides by its payments.
	 */
	static final String OLD_PAYMENTS = """
			SELECT p.id FROM @@prefix@@payment p WHERE p.merchant = :merchant AND p.recorded_at < :before
			AND (SELECT o.id FROM @@prefix@@order o WHERE o.merchant = p.merchant AND o.order_id = p.order_id) IS NULL
			ORDER BY p.recorded_at LIMIT :batch
			""";

	private static final String REMOVE = "DELETE FROM @@prefix@@";

	private final LedgerDatabase database;

	private final RefundRows refunds;

	LedgerRetention(LedgerDatabase database, RefundRows refunds) {
		this.database = database;
		this.refunds = refunds;
	}

	void clean() {
		JdbcStoreSettings settings = this.database.settings();
		long now = this.database.now();
		long webhooksBefore = now - settings.webhookRetention().toMillis();
		long eventsBefore = now - settings.eventRetention().toMillis();
		List<Supplier<Integer>> batches = new ArrayList<>();
		batches.add(() -> remove("webhook", this.database.statement(OLD_WEBHOOKS), webhooksBefore));
		batches.add(() -> remove("event", this.database.sharedStatement(OLD_EVENTS), eventsBefore));
		Duration orderRetention = settings.orderRetention();
		if (orderRetention != null) {
			long before = now - orderRetention.toMillis();
			batches.add(() -> removeOrders(before));
			batches.add(() -> remove("payment", this.database.statement(OLD_PAYMENTS), before));
		}
		FailLate.forEach(batches, this::untilFewer);
	}

	/**
	 * Removes a batch at a time, until one is not full. What grows old meanwhile is left
	 * to the next time: where there is always something, it would never end.
	 */
	private void untilFewer(Supplier<Integer> batch) {
		int removed;
		do {
			removed = this.database.write(batch);
		}
		while (removed == BATCH);
	}

	private int remove(String table, StatementSpec old, long before) {
		List<Long> ids = old.param("before", before).param("batch", BATCH).query(Long.class).list();
		remove(table, ids);
		return ids.size();
	}

	private int removeOrders(long before) {
		List<OldOrder> orders = this.database.statement(OLD_ORDERS)
			.param("before", before)
			.param("batch", BATCH)
			.query((row, number) -> new OldOrder(row.getLong("id"), row.getString("order_id"), row.getInt("refunds")))
			.list();
		this.refunds.remove(orders.stream().filter((order) -> order.refunds() > 0).map(OldOrder::orderId).toList());
		remove("order", orders.stream().map(OldOrder::id).toList());
		return orders.size();
	}

	private void remove(String table, List<Long> ids) {
		if (!ids.isEmpty()) {
			this.database.sharedStatement(REMOVE + table + " WHERE id IN (:ids)").param("ids", ids).update();
		}
	}

	private record OldOrder(long id, String orderId, int refunds) {

	}

}
