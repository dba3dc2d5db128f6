/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.kaspipay.concurrent.SingleFlight;
import org.jspecify.annotations.Nullable;

/**
 * The latest status query about each order, and how many more may follow it: a few in a
 * row, and then one every few seconds. An order that may have all of them again is
 * forgotten. Thread-safe.
 */
final class LatestQueries {

	/**
	 * So many queries about an order may follow each other at once.
	 */
	static final int BURST = 3;

	/**
	 * After so long an order may have one more.
	 */
	static final Duration REFILL = Duration.ofSeconds(3);

	/**
	 * A query stands for whoever asks so soon after it began.
	 */
	static final Duration SHARED_FOR = Duration.ofSeconds(1);

	private static final int MAX_ORDERS = 10_000;

	private final Map<String, Order> orders = new LinkedHashMap<>(16, 0.75f, true);

	private final LongSupplier nanoTime;

	LatestQueries(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Begins a query for a caller, or finds the one that stands for it.
	 */
	synchronized Turn next(String orderId) {
		long now = this.nanoTime.getAsLong();
		Order order = this.orders.get(orderId);
		if (order == null) {
			forgetWholeOnes(now);
			order = new Order(now);
			this.orders.put(orderId, order);
		}
		return order.next(now);
	}

	synchronized boolean isLatest(String orderId, Query query) {
		Order order = this.orders.get(orderId);
		return order != null && order.latest == query;
	}

	synchronized int size() {
		return this.orders.size();
	}

	/**
	 * The order queried least recently comes first.
	 */
	private void forgetWholeOnes(long now) {
		Iterator<Order> eldest = this.orders.values().iterator();
		while (eldest.hasNext() && (eldest.next().isWhole(now) || this.orders.size() >= MAX_ORDERS)) {
			eldest.remove();
		}
	}

	/**
	 * A caller's turn.
	 *
	 * @param query the query
	 * @param own whether the caller has to make it
	 */
	record Turn(Query query, boolean own) {

	}

	/**
	 * A query.
	 *
	 * @param answer its answer, abandoned if whoever made it was interrupted
	 * @param startedAt when it began
	 * @param sharedFor how long ago another instance may have asked instead
	 */
	record Query(SingleFlight<LedgerEntry> answer, long startedAt, Duration sharedFor) {

		boolean isShared(long now) {
			return !this.answer.isDone() && now - this.startedAt < SHARED_FOR.toNanos();
		}

	}

	private static final class Order {

		/**
		 * From when on the order may have all its queries at once again.
		 */
		private long wholeAt;

		private @Nullable Query latest;

		Order(long now) {
			this.wholeAt = now;
		}

		Turn next(long now) {
			Query latest = this.latest;
			if (latest != null && !latest.answer().isAbandoned() && (latest.isShared(now) || !hasLeft(now))) {
				return new Turn(latest, false);
			}
			this.wholeAt = now + Math.max(0, this.wholeAt - now) + REFILL.toNanos();
			Query next = new Query(new SingleFlight<>(), now, hasLeft(now) ? SHARED_FOR : REFILL);
			this.latest = next;
			return new Turn(next, true);
		}

		private boolean hasLeft(long now) {
			return this.wholeAt - now <= (BURST - 1) * REFILL.toNanos();
		}

		boolean isWhole(long now) {
			return this.wholeAt - now <= 0 && (this.latest == null || this.latest.answer().isDone());
		}

	}

}
