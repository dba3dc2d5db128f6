/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which orders to look up. Immutable; every method returns a new query.
 *
 * @param filter what the orders have in common
 * @param status the status, with {@link Filter#STATUS} only
 * @param from leaves out orders that the ledger first knew of before this time, or
 * {@code null}
 * @param to leaves out orders that the ledger first knew of at this time or later, or
 * {@code null}
 * @param limit how many orders a page has at the most, 1 to 1000
 * @param after where the page begins, from {@link KaspiOrderPage#next()}, or {@code null}
 * for the newest order
 */
public record KaspiOrderQuery(Filter filter, @Nullable KaspiOrderStatus status, @Nullable Instant from,
		@Nullable Instant to, int limit, @Nullable String after) {

	private static final int DEFAULT_LIMIT = 50;

	private static final int MAX_LIMIT = 1000;

	/**
	 * Creates a query.
	 * @param filter what the orders have in common
	 * @param status the status, with {@link Filter#STATUS} only
	 * @param from the earliest time, or {@code null}
	 * @param to the time before which, or {@code null}
	 * @param limit how many orders a page has at the most
	 * @param after where the page begins, or {@code null}
	 * @throws IllegalArgumentException if the limit is out of its range or {@code after}
	 * is not from a page
	 */
	public KaspiOrderQuery {
		if ((filter == Filter.STATUS) != (status != null)) {
			throw new IllegalArgumentException("status must be set with the filter STATUS, and only with it");
		}
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT);
		}
		if (after != null && !after.matches("\\d{1,18}-\\d{1,18}")) {
			throw new IllegalArgumentException("after must be what an earlier page gave as next");
		}
	}

	/**
	 * Asks for all orders.
	 * @return the query
	 */
	public static KaspiOrderQuery all() {
		return of(Filter.ALL, null);
	}

	/**
	 * Asks for orders that may still be paid, and those whose creation is in doubt.
	 * @return the query
	 */
	public static KaspiOrderQuery open() {
		return of(Filter.OPEN, null);
	}

	/**
	 * Asks for orders with a dispute that nobody settled yet.
	 * @return the query
	 */
	public static KaspiOrderQuery disputed() {
		return of(Filter.DISPUTED, null);
	}

	/**
	 * Asks for orders with a refund whose outcome is not known.
	 * @return the query
	 */
	public static KaspiOrderQuery refundInDoubt() {
		return of(Filter.REFUND_IN_DOUBT, null);
	}

	/**
	 * Asks for orders by status.
	 * @param status the status
	 * @return the query
	 */
	public static KaspiOrderQuery withStatus(KaspiOrderStatus status) {
		return of(Filter.STATUS, status);
	}

	private static KaspiOrderQuery of(Filter filter, @Nullable KaspiOrderStatus status) {
		return new KaspiOrderQuery(filter, status, null, null, DEFAULT_LIMIT, null);
	}

	/**
	 * Narrows the query by the time at which the ledger first knew of the orders.
	 * @param from the earliest time, or {@code null}
	 * @param to the time before which, or {@code null}
	 * @return the query
	 */
	public KaspiOrderQuery between(@Nullable Instant from, @Nullable Instant to) {
		return new KaspiOrderQuery(this.filter, this.status, from, to, this.limit, this.after);
	}

	/**
	 * Sets how many orders a page has.
	 * @param limit how many at the most, 1 to 1000; 50 if it is not set
	 * @return the query
	 */
	public KaspiOrderQuery limit(int limit) {
		return new KaspiOrderQuery(this.filter, this.status, this.from, this.to, limit, this.after);
	}

	/**
	 * Asks for a further page.
	 * @param next {@link KaspiOrderPage#next()} of the page before
	 * @return the query
	 */
	public KaspiOrderQuery after(@Nullable String next) {
		return new KaspiOrderQuery(this.filter, this.status, this.from, this.to, this.limit, next);
	}

	/**
	 * What orders have in common.
	 */
	public enum Filter {

		/**
		 * Nothing: all orders.
		 */
		ALL,

		/**
		 * They may still be paid, or their creation is in doubt.
		 */
		OPEN,

		/**
		 * They have a dispute that nobody settled yet.
		 */
		DISPUTED,

		/**
		 * They have a refund whose outcome is not known.
		 */
		REFUND_IN_DOUBT,

		/**
		 * They have one status.
		 */
		STATUS

	}

}
