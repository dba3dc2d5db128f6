/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for an instance that is told to end while many events wait for it.
 */
@ExtendWith(ClusterExtension.class)
class StopTests {

	private static final int EVENTS = 500;

	private final Cluster cluster;

	StopTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void whatWaitsGoesToOthersAtOnce() throws Exception {
		String run = UUID.randomUUID().toString();
		addOrders(run);
		Instance ending = this.cluster.any();
		cancel(run, ending);
		OffsetDateTime told = now();
		int before = delivered(run);
		ending.signal("TERM");
		long pid = ending.pid();
		ending.awaitEnd();
		OffsetDateTime ended = now();
		await().until(() -> delivered(run) == EVENTS);
		OffsetDateTime stopping = stoppingAt(pid);
		int late = begunBy(pid, stopping.plus(Duration.ofMillis(100)));
		System.out.printf(Locale.ROOT,
				"Stop: events=%d, delivered before=%d, begun while the web server stopped=%d (%d ms), "
						+ "begun after=%d, process ended after %d ms, all delivered %d ms later%n",
				EVENTS, before, begunBy(pid, told) - late, Duration.between(told, stopping).toMillis(), late,
				Duration.between(told, ended).toMillis(), Duration.between(ended, now()).toMillis());
		assertThat(before).isLessThan(EVENTS - 100);
		assertThat(late).as("deliveries begun after the web server had stopped").isZero();
		assertThat(attempts(run)).as("attempts: 2 were a lease that ran out").containsOnly(1);
		assertThat(this.cluster.oracle().doubles()).isEmpty();
	}

	/**
	 * Adds open orders that Kaspi Pay does not know: what cancels them is believed.
	 */
	private void addOrders(String run) {
		this.cluster.database()
			.jdbc()
			.sql("INSERT INTO kaspi_pay_order (order_id, reference, wire_reference, attempt, superseded, status, "
					+ "is_open, amount, refunded_amount, refunded_known, refunds, refund_in_doubt, disputed, "
					+ "closed_locally, recorded_at, version) SELECT 'ORD-' || n || ?, 'slow-' || n || ?, "
					+ "'slow-' || n || ?, 1, FALSE, 'INIT', TRUE, 100, 0, TRUE, 0, FALSE, FALSE, FALSE, 0, 0 "
					+ "FROM generate_series(1, ?) n")
			.params(run, run, run, EVENTS)
			.update();
	}

	private static void cancel(String run, Instance instance) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(16);
		try {
			List<Future<Instance.Reply>> replies = new ArrayList<>();
			for (int i = 1; i <= EVENTS; i++) {
				SignedWebhook webhook = new SignedWebhook("ORD-" + i + run, CrashListener.SLOW + i + run, "CANCELLED",
						BigDecimal.valueOf(100));
				replies.add(executor.submit(() -> instance.webhook(webhook)));
			}
			for (Future<Instance.Reply> reply : replies) {
				assertThat(reply.get().status()).isEqualTo(200);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private OffsetDateTime now() {
		return this.cluster.database().jdbc().sql("SELECT clock_timestamp()").query(OffsetDateTime.class).single();
	}

	private int delivered(String run) {
		return this.cluster.database()
			.jdbc()
			.sql("SELECT COUNT(*) FROM kaspi_pay_event WHERE state = 'DELIVERED' AND order_id LIKE ?")
			.param("%" + run)
			.query(Integer.class)
			.single();
	}

	private OffsetDateTime stoppingAt(long pid) {
		return this.cluster.database()
			.jdbc()
			.sql("SELECT started_at FROM crash_run WHERE event_id = ? AND pid = ?")
			.params(CrashStopMark.EVENT, pid)
			.query(OffsetDateTime.class)
			.single();
	}

	private int begunBy(long pid, OffsetDateTime since) {
		return this.cluster.database()
			.jdbc()
			.sql("SELECT COUNT(*) FROM crash_effect WHERE pid = ? AND at > ?")
			.params(pid, since)
			.query(Integer.class)
			.single();
	}

	private List<Integer> attempts(String run) {
		return this.cluster.database()
			.jdbc()
			.sql("SELECT attempts FROM kaspi_pay_event WHERE order_id LIKE ?")
			.param("%" + run)
			.query(Integer.class)
			.list();
	}

}
