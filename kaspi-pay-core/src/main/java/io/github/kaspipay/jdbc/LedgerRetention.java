package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Removes what was kept long enough, a few rows at a time, so that a long backlog does
 * not outlast a transaction.
 */
final class LedgerRetention {

	private static final int BATCH = 1000;

	static final String OLD_WEBHOOKS = """
			SELECT id FROM @@prefix@@webhook WHERE received_at < :before ORDER BY received_at LIMIT :batch
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
			SELECT id FROM @@prefix@@order o WHERE recorded_at < :before AND NOT is_open AND next_poll_at IS NULL
			AND unconfirmed IS NULL AND NOT disputed AND NOT refund_in_doubt
			AND (SELECT e.id FROM @@prefix@@event e WHERE e.order_id = o.order_id
			AND e.state <> 'DELIVERED' ORDER BY e.id LIMIT 1) IS NULL
			ORDER BY recorded_at LIMIT :batch FOR UPDATE SKIP LOCKED
			""";

	private static final String REFUNDS_OF = """
			DELETE FROM @@prefix@@refund WHERE order_id IN
			(SELECT order_id FROM @@prefix@@order WHERE id IN (:ids) AND refunds > 0)
			""";

	private static final String REMOVE = "DELETE FROM @@prefix@@";

	private final LedgerDatabase database;

	LedgerRetention(LedgerDatabase database) {
		this.database = database;
	}

	void clean() {
		JdbcStoreSettings settings = this.database.settings();
		remove("webhook", OLD_WEBHOOKS, settings.webhookRetention(), null);
		remove("event", OLD_EVENTS, settings.eventRetention(), null);
		if (settings.orderRetention() != null) {
			remove("order", OLD_ORDERS, settings.orderRetention(), REFUNDS_OF);
		}
	}

	private void remove(String table, String old, Duration retention, @Nullable String before) {
		while (this.database.write(() -> removeSome(table, old, retention, before))) {
			// there is more
		}
	}

	private boolean removeSome(String table, String old, Duration retention, @Nullable String before) {
		List<Long> ids = this.database.jdbc()
			.sql(this.database.sql(old))
			.param("before", this.database.now() - retention.toMillis())
			.param("batch", BATCH)
			.query(Long.class)
			.list();
		if (ids.isEmpty()) {
			return false;
		}
		if (before != null) {
			this.database.jdbc().sql(this.database.sql(before)).param("ids", ids).update();
		}
		this.database.jdbc().sql(this.database.sql(REMOVE + table + " WHERE id IN (:ids)")).param("ids", ids).update();
		return ids.size() == BATCH;
	}

}
