/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;

import io.github.kaspipay.ledger.QueryLease;
import io.github.kaspipay.ledger.QueryLeases;

/**
 * Leases to ask Kaspi Pay about a merchant's order. Kept beside the order, but not part
 * of its entry: a query changes nothing. Thread-safe. Internal: it may change in any
 * release.
 */
public class JdbcQueryLeases implements QueryLeases {

	private static final String ACQUIRE = """
			UPDATE @@prefix@@order SET query_owner = :owner, query_at = :now, answered_at = NULL
			WHERE merchant = :merchant AND order_id = :order_id AND (query_at IS NULL OR query_at <= :past OR query_owner = :owner)
			""";

	private static final String IS_ANSWERED = """
			SELECT answered_at IS NOT NULL FROM @@prefix@@order WHERE merchant = :merchant AND order_id = :order_id
			""";

	private static final String RELEASE_ANSWERED = """
			UPDATE @@prefix@@order SET answered_at = :now
			WHERE merchant = :merchant AND order_id = :order_id AND query_owner = :owner AND answered_at IS NULL
			""";

	private static final String RELEASE = """
			UPDATE @@prefix@@order SET query_at = NULL
			WHERE merchant = :merchant AND order_id = :order_id AND query_owner = :owner AND answered_at IS NULL
			""";

	private final LedgerDatabase database;

	/**
	 * Creates the leases.
	 * @param database the database as the merchant sees it
	 */
	public JdbcQueryLeases(LedgerDatabase database) {
		this.database = database;
	}

	@Override
	public QueryLease acquire(String orderId, String owner, Duration sharedFor) {
		return this.database
			.write(() -> isAcquired(orderId, owner, sharedFor) ? QueryLease.ACQUIRED : othersLease(orderId));
	}

	private boolean isAcquired(String orderId, String owner, Duration sharedFor) {
		long now = this.database.now();
		return this.database.statement(ACQUIRE)
			.param("owner", owner)
			.param("now", now)
			.param("order_id", orderId)
			.param("past", now - sharedFor.toMillis())
			.update() == 1;
	}

	private QueryLease othersLease(String orderId) {
		return this.database.statement(IS_ANSWERED)
			.param("order_id", orderId)
			.query(Boolean.class)
			.optional()
			.map((answered) -> answered ? QueryLease.ANSWERED : QueryLease.HELD)
			.orElse(QueryLease.ACQUIRED);
	}

	@Override
	public void release(String orderId, String owner, boolean answered) {
		this.database.write(() -> this.database.statement(answered ? RELEASE_ANSWERED : RELEASE)
			.param("now", this.database.now())
			.param("order_id", orderId)
			.param("owner", owner)
			.update());
	}

}
