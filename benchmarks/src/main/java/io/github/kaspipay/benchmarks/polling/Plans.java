/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import io.github.kaspipay.benchmarks.polling.Truth.OpenOrder;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.order.KaspiPayGateway.StatusPermit;
import io.github.kaspipay.polling.KaspiOrderPoller;
import org.jspecify.annotations.Nullable;

/**
 * The plans that are compared.
 */
final class Plans {

	private static final long CANCELLED_AFTER = SimulatedKaspiPay.SCHEDULE.giveUpAfter().toSeconds();

	private static final double[] PAID = Customer.paidByAge();

	private static final double[] PAID_SUM = sum(PAID);

	private Plans() {
	}

	/**
	 * What the starter does.
	 */
	static Plan starter() {
		return (shop) -> new KaspiOrderPoller(shop.ledger(), shop.polls(), shop.gateway(), shop.clock())::poll;
	}

	/**
	 * Every order every 30 seconds, first come, first served.
	 */
	static Plan naive() {
		return (shop) -> () -> {
			while (shop.polls().hasDue()) {
				StatusPermit call = shop.gateway().tryAcquireBackgroundPermit();
				if (call == null) {
					return;
				}
				for (LedgerEntry entry : shop.polls()
					.claimDue(ClaimOrder.OVERDUE, 1, (due) -> Duration.ofSeconds(30))) {
					ask(shop, call, entry.order().orderId(), entry);
				}
			}
		};
	}

	/**
	 * Knows when customers pay, how many webhooks are lost and when each order was last
	 * asked about, and asks about the order with the longest expected delay so far.
	 */
	static Plan informed() {
		return (shop) -> greedy(shop, (order) -> expectedDelay(shop, order));
	}

	/**
	 * Knows whose payment nobody told of, and asks about nothing else.
	 */
	static Plan clairvoyant() {
		return (shop) -> greedy(shop, (order) -> {
			Instant paidAt = order.lostPayment;
			Instant now = shop.clock().instant();
			return (paidAt == null || paidAt.isAfter(now)) ? -1 : paidAt.toEpochMilli();
		});
	}

	private static Runnable greedy(Plan.Shop shop, ToDoubleFunction<OpenOrder> value) {
		Collection<OpenOrder> orders = shop.truth().open.values();
		return () -> {
			while (orders.stream().anyMatch((order) -> value.applyAsDouble(order) > 0)) {
				StatusPermit call = shop.gateway().tryAcquireBackgroundPermit();
				if (call == null) {
					return;
				}
				OpenOrder best = Objects.requireNonNull(best(orders, value));
				best.asked = age(shop, best);
				ask(shop, call, best.orderId, shop.ledger().findByOrderId(best.orderId));
			}
		};
	}

	private static @Nullable OpenOrder best(Collection<OpenOrder> orders, ToDoubleFunction<OpenOrder> value) {
		OpenOrder best = null;
		double highest = 0;
		for (OpenOrder order : orders) {
			double own = value.applyAsDouble(order);
			if (own > highest) {
				best = order;
				highest = own;
			}
		}
		return best;
	}

	private static void ask(Plan.Shop shop, StatusPermit call, String orderId, @Nullable LedgerEntry entry) {
		Expectation expectation = Expectation.of(entry, shop.clock().instant());
		shop.ledger().observe(new Answered(call.status(orderId), KaspiEventSource.POLL, expectation));
	}

	/**
	 * Returns for how long the order is expected to have been paid without anybody
	 * knowing, given that no webhook came and the last answer was that it is unpaid.
	 */
	private static double expectedDelay(Plan.Shop shop, OpenOrder order) {
		double lost = order.isBacklog ? 1 : shop.truth().webhookLoss;
		long age = age(shop, order).toSeconds();
		long asked = order.asked.toSeconds();
		double delay = sum(age) - sum(asked) - paid(asked) * (age - asked);
		double stillUnpaid = (1 - paid(age)) * ((age > CANCELLED_AFTER) ? lost : 1);
		return lost * delay / (lost * (paid(age) - paid(asked)) + stillUnpaid);
	}

	private static double paid(long age) {
		return PAID[(int) Math.min(age, PAID.length - 1)];
	}

	private static double sum(long age) {
		long beyond = Math.max(0, age - (PAID.length - 1));
		return PAID_SUM[(int) Math.min(age, PAID.length - 1)] + beyond * PAID[PAID.length - 1];
	}

	private static Duration age(Plan.Shop shop, OpenOrder order) {
		return Duration.between(order.createdAt, shop.clock().instant());
	}

	private static double[] sum(double[] values) {
		double[] sum = new double[values.length];
		for (int i = 1; i < values.length; i++) {
			sum[i] = sum[i - 1] + values[i - 1];
		}
		return sum;
	}

}
