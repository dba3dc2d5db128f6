/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a database that is away or has no connection left.
 */
@ExtendWith(ClusterExtension.class)
class DatabaseTests {

	private final Cluster cluster;

	DatabaseTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void endedAndStartedUnderLoad() {
		stopAndStartUnderLoad("QUIT");
	}

	@Tag("long")
	@Test
	void stoppedAndStartedUnderLoad() {
		stopAndStartUnderLoad("INT");
	}

	private void stopAndStartUnderLoad(String signal) {
		try (Load load = new Load(this.cluster, 250, 8)) {
			await().until(() -> load.created() > 40 + this.cluster.random().nextInt(100));
			this.cluster.database().stop(signal);
			await().until(() -> load.unanswered() > 0);
			this.cluster.database().startAgain();
			Set<String> orders = load.await(120, TimeUnit.SECONDS);
			this.cluster.oracle().check(orders);
		}
	}

	@Tag("long")
	@Test
	void sessionsEndUnderLoad() {
		try (Load load = new Load(this.cluster, 250, 8)) {
			for (int i = 1; i <= 8; i++) {
				int created = i * 25;
				await().pollInterval(Duration.ofMillis(20)).until(() -> load.created() >= created);
				this.cluster.database().endSessions();
			}
			this.cluster.oracle().check(load.await(120, TimeUnit.SECONDS));
		}
	}

	@Test
	void noConnectionLeft() {
		SimulatedOrder order = this.cluster.create();
		this.cluster.simulator().dropWebhooks(true);
		this.cluster.simulator().pay(order.orderId());
		SignedWebhook webhook = new SignedWebhook(order, "PAID");
		Instance exhausted = this.cluster.any();
		assertThat(exhausted.call("exhaust").isOk()).isTrue();
		try {
			assertThat(exhausted.webhook(webhook).status()).isEqualTo(503);
		}
		finally {
			assertThat(exhausted.call("release").isOk()).isTrue();
		}
		assertThat(exhausted.webhook(webhook).status()).isEqualTo(200);
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
	}

}
