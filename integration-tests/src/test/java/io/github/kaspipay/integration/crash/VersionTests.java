/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.util.Locale;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for rows that a later version wrote, as while a new release is rolled out and
 * after it was rolled back.
 */
@ExtendWith(ClusterExtension.class)
class VersionTests {

	private static final String LATER = "ORD-LATER-";

	private static final List<String> TABLES = List.of("order", "refund", "event");

	private final Cluster cluster;

	VersionTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@AfterEach
	void forget() {
		update("DELETE FROM kaspi_pay_event WHERE order_id LIKE '" + LATER + "%'");
		TABLES.forEach((table) -> update("ALTER TABLE kaspi_pay_" + table + " DROP COLUMN IF EXISTS later"));
	}

	@Test
	void unreadableEventsHoldUpNobodyAndAreParked() {
		String kind = addEvent("SETTLED", null);
		String reason = addEvent("DISPUTED", "UNHEARD_OF");
		this.cluster.oracle().check(this.cluster.createPaid(20));
		await().until(() -> isParked(kind) && isParked(reason));
		assertThat(this.cluster.database().lastError(kind)).contains("SETTLED");
		assertThat(this.cluster.database().lastError(reason)).contains("UNHEARD_OF");
		assertThat(this.cluster.database().attempts(kind)).isEqualTo(Cluster.MAX_ATTEMPTS);
		assertThat(this.cluster.any().call("parked").body()).contains(kind, reason);
	}

	@Tag("long")
	@Test
	void rollingRestartBesideALaterVersion() {
		TABLES.forEach((table) -> update("ALTER TABLE kaspi_pay_" + table + " ADD COLUMN later TEXT"));
		try (Load load = new Load(this.cluster, Integer.MAX_VALUE, 4)) {
			for (Instance instance : this.cluster.instances()) {
				for (int i = 0; i < 5; i++) {
					addEvent("SETTLED", null);
				}
				instance.signal("TERM");
				instance.restart();
				instance.awaitReady();
			}
			load.enough();
			Set<String> orders = load.await(120, TimeUnit.SECONDS);
			this.cluster.oracle().check(orders);
			System.out.printf(Locale.ROOT,
					"Rolling restart: orders=%d, creations without answer=%d, lost=%d, double=%d%n", orders.size(),
					load.unanswered(), this.cluster.oracle().missing(orders).size(),
					this.cluster.oracle().doubles().size());
		}
	}

	private boolean isParked(String eventId) {
		return this.cluster.database().state(eventId).equals("PARKED");
	}

	private String addEvent(String kind, @Nullable String reason) {
		String orderId = LATER + UUID.randomUUID();
		this.cluster.database()
			.jdbc()
			.sql("INSERT INTO kaspi_pay_event (event_id, kind, order_id, amount, occurred_at, source, reason, "
					+ "claimed_status, state, attempts, due_at) VALUES (?, ?, ?, 100, 0, 'API', ?, 'PAID', 'PENDING', 0, 0)")
			.params(orderId + ":" + kind, kind, orderId, reason)
			.update();
		return orderId + ":" + kind;
	}

	private void update(String sql) {
		this.cluster.database().jdbc().sql(sql).update();
	}

}
