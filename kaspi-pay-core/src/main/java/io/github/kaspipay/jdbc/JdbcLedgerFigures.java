/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import io.github.kaspipay.ledger.LedgerFigures;
import io.github.kaspipay.ledger.LedgerFiguresSource;

/**
 * Reads the figures of a merchant's ledger in a database by one statement, each of them
 * by an index, and so all instances read the same ones. Payments and webhooks that a fast
 * clock dated ahead count from their dates. Thread-safe. Internal: it may change in any
 * release.
 */
public class JdbcLedgerFigures implements LedgerFiguresSource {

	static final String FIGURES = """
			SELECT (SELECT COUNT(*) FROM @@prefix@@order WHERE merchant = :merchant AND is_open) AS open_orders,
			(SELECT COUNT(*) FROM @@prefix@@order WHERE merchant = :merchant AND disputed) AS disputed_orders,
			(SELECT COUNT(*) FROM @@prefix@@order WHERE merchant = :merchant AND refund_in_doubt) AS refunds_in_doubt,
			(SELECT MIN(next_poll_at) FROM @@prefix@@order
			WHERE merchant = :merchant AND next_poll_at IS NOT NULL) AS next_poll,
			pending.events AS pending_events, pending.oldest AS oldest_event,
			(SELECT COUNT(*) FROM @@prefix@@event WHERE merchant = :merchant AND state = 'PARKED') AS parked_events,
			(SELECT MAX(received_at) FROM @@prefix@@webhook
			WHERE merchant = :merchant AND received_at <= :now) AS last_webhook,
			(SELECT COUNT(*) FROM (SELECT occurred_at FROM @@prefix@@event
			WHERE merchant = :merchant AND kind = 'PAID' AND source IN ('POLL', 'API')
			AND occurred_at <= :now
			AND occurred_at > (SELECT COALESCE(MAX(received_at), 0) FROM @@prefix@@webhook
			WHERE merchant = :merchant AND received_at <= :now)
			LIMIT :max) found) AS payments
			FROM (SELECT COUNT(*) AS events, MIN(occurred_at) AS oldest FROM @@prefix@@event
			WHERE merchant = :merchant AND state = 'PENDING') pending
			""";

	private final LedgerDatabase database;

	/**
	 * Creates the reader.
	 * @param database the database as the merchant sees it
	 */
	public JdbcLedgerFigures(LedgerDatabase database) {
		this.database = database;
	}

	@Override
	public LedgerFigures read() {
		return this.database.write(() -> {
			long now = this.database.now();
			return this.database.statement(FIGURES)
				.param("max", LedgerFigures.MAX_PAYMENTS)
				.param("now", now)
				.query((row, number) -> map(row, now))
				.single();
		});
	}

	private static LedgerFigures map(ResultSet row, long now) throws SQLException {
		long lastWebhook = row.getLong("last_webhook");
		boolean none = row.wasNull();
		return new LedgerFigures(Instant.ofEpochMilli(now), row.getLong("open_orders"), row.getLong("disputed_orders"),
				row.getLong("refunds_in_doubt"), row.getLong("pending_events"), row.getLong("parked_events"),
				since(row.getLong("oldest_event"), row.wasNull(), now),
				since(row.getLong("next_poll"), row.wasNull(), now), none ? null : Instant.ofEpochMilli(lastWebhook),
				row.getLong("payments"));
	}

	private static Duration since(long millis, boolean none, long now) {
		return Duration.ofMillis(none ? 0 : Math.max(0, now - millis));
	}

}
