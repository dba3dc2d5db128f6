package io.github.kaspipay.ledger.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.github.kaspipay.ledger.WebhookReceipt;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The webhooks that were received, for as long as they are kept.
 */
final class JdbcWebhookJournal {

	/**
	 * How many are removed at a time, so that a long journal does not outlast a
	 * transaction.
	 */
	private static final int BATCH = 1000;

	private final JdbcClient jdbc;

	private final Clock clock;

	private final Duration retention;

	private final String table;

	JdbcWebhookJournal(JdbcClient jdbc, Clock clock, JdbcStoreSettings settings) {
		this.jdbc = jdbc;
		this.clock = clock;
		this.retention = settings.journalRetention();
		this.table = settings.tablePrefix() + "webhook";
	}

	int add(WebhookReceipt receipt) {
		return this.jdbc
			.sql("INSERT INTO " + this.table + " (received_at, order_id, status, outcome, body_sha256) "
					+ "VALUES (:received_at, :order_id, :status, :outcome, :body_sha256)")
			.param("received_at", receipt.receivedAt().toEpochMilli())
			.param("order_id", receipt.orderId())
			.param("status", receipt.status().value())
			.param("outcome", receipt.outcome().name())
			.param("body_sha256", receipt.bodyDigest())
			.update();
	}

	/**
	 * Removes some of what was kept long enough.
	 * @return whether there may be more
	 */
	boolean clean() {
		List<Long> old = this.jdbc
			.sql("SELECT id FROM " + this.table + " WHERE received_at < :before ORDER BY received_at LIMIT " + BATCH)
			.param("before", this.clock.instant().minus(this.retention).toEpochMilli())
			.query(Long.class)
			.list();
		if (!old.isEmpty()) {
			this.jdbc.sql("DELETE FROM " + this.table + " WHERE id IN (:old)").param("old", old).update();
		}
		return old.size() == BATCH;
	}

}
