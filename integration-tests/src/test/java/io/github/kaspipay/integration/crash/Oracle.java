/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.order.SimulatedOrder;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Says whether the promise was kept: what Kaspi Pay holds as paid is paid in the ledger
 * and had its effect exactly once, and nothing else had one.
 */
final class Oracle {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final String BACKWARDS = """
			SELECT order_id || ': ' || before || ' to ' || after FROM crash_status WHERE NOT (
				before = 'UNKNOWN'
				OR (before = 'INIT' AND after <> 'UNKNOWN')
				OR (before IN ('CANCELLED', 'EXPIRED') AND after IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'))
				OR (before = 'PAID' AND after IN ('PARTIALLY_REFUNDED', 'REFUNDED'))
				OR (before = 'PARTIALLY_REFUNDED' AND after = 'REFUNDED'))
			""";

	private final Database database;

	private final KaspiPaySimulator simulator;

	Oracle(Database database, KaspiPaySimulator simulator) {
		this.database = database;
		this.simulator = simulator;
	}

	/**
	 * Waits until the orders are as they have to be, then checks all there are.
	 */
	void check(SimulatedOrder... orders) {
		check(List.of(orders).stream().map(SimulatedOrder::orderId).toList());
	}

	void check(Collection<String> orderIds) {
		Set<String> paid = paid();
		paid.retainAll(orderIds);
		await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(missing(paid)).as("paid orders without effect").isEmpty();
			assertThat(untold(orderIds)).as("refunds without effect").isEmpty();
			assertThat(undelivered(orderIds)).as("events not delivered").isEmpty();
		});
		checkAll();
	}

	/**
	 * Checks what holds of every order at any time.
	 */
	void checkAll() {
		assertThat(doubles()).as("events with several effects").isEmpty();
		assertThat(strings(
				"SELECT order_id || ' ' || kind FROM kaspi_pay_event WHERE kind IN ('PAID', 'CANCELLED', 'EXPIRED') "
						+ "GROUP BY order_id, kind HAVING COUNT(*) > 1"))
			.as("events of one order and kind")
			.isEmpty();
		assertThat(strings("SELECT order_id FROM kaspi_pay_refund WHERE refund_key IS NOT NULL "
				+ "GROUP BY order_id, refund_key HAVING COUNT(*) > 1"))
			.as("refunds of one key")
			.isEmpty();
		assertThat(strings(BACKWARDS)).as("statuses that moved backwards").isEmpty();
		Set<String> unpaid = new HashSet<>(strings("SELECT order_id FROM crash_effect WHERE event_id LIKE '%:PAID'"));
		unpaid.removeAll(paid());
		assertThat(unpaid).as("unpaid orders with an effect").isEmpty();
	}

	/**
	 * Returns the orders that Kaspi Pay has the money for.
	 */
	Set<String> paid() {
		Set<String> paid = new HashSet<>();
		for (SimulatedOrder order : this.simulator.orders()) {
			if (order.paidAt() != null) {
				paid.add(order.orderId());
			}
		}
		return paid;
	}

	/**
	 * Returns the orders that are not paid in the ledger or had no effect.
	 */
	Set<String> missing(Collection<String> paid) {
		Set<String> missing = new HashSet<>(paid);
		missing.removeAll(strings("SELECT o.order_id FROM kaspi_pay_order o JOIN crash_effect e "
				+ "ON e.event_id = o.order_id || ':PAID' WHERE o.status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')"));
		return missing;
	}

	/**
	 * Returns those of the orders whose refund the ledger holds as done.
	 */
	Set<String> refundsBooked(Collection<String> orderIds) {
		return refunds(orderIds, "ACCEPTED");
	}

	/**
	 * Returns those of the orders whose refund may have happened, as far as the ledger
	 * knows.
	 */
	Set<String> refundsInDoubt(Collection<String> orderIds) {
		return refunds(orderIds, "INTENDED", "IN_DOUBT");
	}

	private Set<String> refunds(Collection<String> orderIds, String... states) {
		Set<String> orders = new HashSet<>(this.database.jdbc()
			.sql("SELECT order_id FROM kaspi_pay_refund WHERE state IN (:states)")
			.param("states", List.of(states))
			.query(String.class)
			.list());
		orders.retainAll(orderIds);
		return orders;
	}

	List<String> doubles() {
		return strings("SELECT event_id FROM crash_effect GROUP BY event_id HAVING COUNT(*) > 1");
	}

	/**
	 * Returns the orders with a refund that nobody was told of.
	 */
	private Set<String> untold(Collection<String> orderIds) {
		Set<String> untold = new HashSet<>(strings("SELECT r.order_id FROM kaspi_pay_refund r LEFT JOIN crash_effect e "
				+ "ON e.event_id = r.order_id || ':REFUND:' || r.refund_id "
				+ "WHERE r.state IN ('ACCEPTED', 'OBSERVED') AND e.id IS NULL"));
		untold.retainAll(orderIds);
		return untold;
	}

	private Set<String> undelivered(Collection<String> orderIds) {
		Set<String> undelivered = new HashSet<>(
				strings("SELECT order_id FROM kaspi_pay_event WHERE state <> 'DELIVERED'"));
		undelivered.retainAll(orderIds);
		return undelivered;
	}

	/**
	 * Returns what the listener did of an order's events: PAID, REFUND, DISPUTED and the
	 * like, oldest first.
	 */
	List<String> effects(SimulatedOrder order) {
		return this.database.jdbc()
			.sql("SELECT event_id FROM crash_effect WHERE order_id = ? ORDER BY id")
			.param(order.orderId())
			.query(String.class)
			.list()
			.stream()
			.map((eventId) -> eventId.split(":")[1])
			.toList();
	}

	String status(SimulatedOrder order) {
		return this.database.jdbc()
			.sql("SELECT status FROM kaspi_pay_order WHERE order_id = ?")
			.param(order.orderId())
			.query(String.class)
			.optional()
			.orElse("-");
	}

	private List<String> strings(String sql) {
		JdbcClient jdbc = this.database.jdbc();
		return jdbc.sql(sql).query(String.class).list();
	}

}
