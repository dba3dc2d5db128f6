/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.kaspipay.order.KaspiOrder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which order leaves a store in memory that is full. Guarded by the store.
 */
final class Eviction {

	private static final Logger logger = LoggerFactory.getLogger(Eviction.class);

	private static final Duration LOG_PAUSE = Duration.ofMinutes(1);

	private final KeptEntries entries;

	private final int maxOrders;

	private final Clock clock;

	private final Predicate<KaspiOrder> hasUndelivered;

	private final BooleanSupplier onlyRecord;

	private long forgotten;

	private @Nullable Instant forgettingLoggedAt;

	/**
	 * Creates the eviction.
	 * @param hasUndelivered whether events of an order wait for their listeners
	 * @param onlyRecord whether nobody else knows the orders
	 */
	Eviction(KeptEntries entries, int maxOrders, Clock clock, Predicate<KaspiOrder> hasUndelivered,
			BooleanSupplier onlyRecord) {
		this.entries = entries;
		this.maxOrders = maxOrders;
		this.clock = clock;
		this.hasUndelivered = hasUndelivered;
		this.onlyRecord = onlyRecord;
	}

	void requireRoom() {
		if (isFull() && this.onlyRecord.getAsBoolean() && leaving() == null) {
			throw new IllegalStateException("The ledger in memory is full of " + this.maxOrders
					+ " orders that can still be paid or are not settled, and nobody else knows them: give the "
					+ "application a DataSource, or raise kaspi.pay.ledger.max-orders");
		}
	}

	private boolean isFull() {
		return this.entries.size() >= this.maxOrders;
	}

	void makeRoom() {
		if (!isFull()) {
			return;
		}
		KeptEntry leaving = leaving();
		if (leaving == null) {
			leaving = Stream.of(this.entries.settled(), this.entries.unsettled())
				.flatMap((some) -> some.limit(1))
				.min(Comparator.naturalOrder())
				.orElseThrow();
			logForgotten(leaving);
		}
		this.entries.remove(leaving);
	}

	/**
	 * Says once a minute how many orders were forgotten, for there may be one with every
	 * creation.
	 */
	private void logForgotten(KeptEntry leaving) {
		Instant now = this.clock.instant();
		this.forgotten++;
		if (this.forgettingLoggedAt == null || !now.isBefore(this.forgettingLoggedAt.plus(LOG_PAUSE))) {
			logger.warn(
					"The ledger in memory is full of {} orders that are not settled: order '{}' is forgotten, {} since "
							+ "the last such line. Give the application a DataSource, or raise "
							+ "kaspi.pay.ledger.max-orders",
					this.maxOrders, leaving.entry.order().orderId(), this.forgotten);
			this.forgettingLoggedAt = now;
			this.forgotten = 0;
		}
	}

	/**
	 * Returns the order that settled first or, where nobody asks whether it was paid, the
	 * oldest one whose time is over; {@code null} if there is none.
	 */
	private @Nullable KeptEntry leaving() {
		KeptEntry oldest = delivered(this.entries.settled());
		if (oldest != null || !this.onlyRecord.getAsBoolean()) {
			return oldest;
		}
		Instant now = this.clock.instant();
		return delivered(this.entries.unsettled().filter((kept) -> isOver(kept.entry.order(), now)));
	}

	private @Nullable KeptEntry delivered(Stream<KeptEntry> oldestFirst) {
		return oldestFirst.filter((kept) -> !this.hasUndelivered.test(kept.entry.order())).findFirst().orElse(null);
	}

	private static boolean isOver(KaspiOrder order, Instant now) {
		return order.isOpen() && !order.disputed() && order.expiresAt() != null && !now.isBefore(order.expiresAt());
	}

}
