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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for instances that are killed, stopped or told to end while they work.
 */
@ExtendWith(ClusterExtension.class)
class KillTests {

	private final Cluster cluster;

	KillTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@ParameterizedTest
	@EnumSource(names = { "INTAKE_AFTER_COMMIT", "LISTENER_WROTE" })
	void killedAt(FaultPoint point) {
		kill(point);
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(
			names = { "INTAKE_BEFORE_COMMIT", "LISTENER_STARTED", "DELIVERY_BEFORE_COMMIT", "DELIVERY_AFTER_COMMIT" })
	void killedAtFurther(FaultPoint point) {
		kill(point);
	}

	private void kill(FaultPoint point) {
		for (int i = 0; i < Cluster.rounds(1); i++) {
			this.cluster.heal();
			SimulatedOrder order = this.cluster.createFaulty();
			this.cluster.database().fault(order.reference(), point, "pause", 1);
			this.cluster.simulator().pay(order.orderId());
			this.cluster.awaitReached(order, point).kill();
			this.cluster.oracle().check(order);
			assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
		}
	}

	@Test
	void stoppedPastTheTimeout() {
		stopPastTheTimeoutAt(FaultPoint.LISTENER_WROTE);
	}

	@Tag("long")
	@Test
	void stoppedPastTheTimeoutBeforeTheCommit() {
		stopPastTheTimeoutAt(FaultPoint.DELIVERY_BEFORE_COMMIT);
	}

	private void stopPastTheTimeoutAt(FaultPoint point) {
		SimulatedOrder order = this.cluster.createFaulty();
		this.cluster.database().fault(order.reference(), point, "pause", 1);
		this.cluster.simulator().pay(order.orderId());
		Instance stopped = this.cluster.awaitReached(order, point);
		stopped.signal("STOP");
		this.cluster.oracle().check(order);
		this.cluster.database().release(order.reference());
		stopped.signal("CONT");
		await().until(() -> stopped.call("find", "reference", order.reference()).isOk());
		await().during(Duration.ofMillis(500)).until(() -> this.cluster.oracle().effects(order).size() == 1);
		this.cluster.oracle().check(order);
	}

	@Tag("long")
	@Test
	void slowPastTheTimeout() {
		SimulatedOrder order = this.cluster.createFaulty();
		this.cluster.database().fault(order.reference(), FaultPoint.LISTENER_STARTED, "pause", 1);
		this.cluster.simulator().pay(order.orderId());
		this.cluster.awaitReached(order, FaultPoint.LISTENER_STARTED);
		this.cluster.oracle().check(order);
		this.cluster.database().release(order.reference());
		await().until(() -> this.cluster.database().isPassed(order.reference()));
		await().during(Duration.ofMillis(500)).until(() -> this.cluster.oracle().effects(order).size() == 1);
		this.cluster.oracle().check(order);
	}

	@Tag("long")
	@Test
	void stoppedInTheIntake() {
		SimulatedOrder order = this.cluster.createFaulty();
		this.cluster.database().fault(order.reference(), FaultPoint.INTAKE_BEFORE_COMMIT, "pause", 1);
		this.cluster.simulator().pay(order.orderId());
		Instance stopped = this.cluster.awaitReached(order, FaultPoint.INTAKE_BEFORE_COMMIT);
		stopped.signal("STOP");
		this.cluster.oracle().check(order);
		this.cluster.database().release(order.reference());
		stopped.signal("CONT");
		await().until(() -> stopped.call("find", "reference", order.reference()).isOk());
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
	}

	@Test
	void toldToEndUnderLoad() {
		Instance ending = this.cluster.any();
		try (Load load = new Load(this.cluster, 250, 8)) {
			await().until(() -> load.created() > 40 + this.cluster.random().nextInt(100));
			long start = System.nanoTime();
			ending.signal("TERM");
			ending.awaitEnd();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
			Set<String> orders = load.await(120, TimeUnit.SECONDS);
			this.cluster.oracle().check(orders);
		}
	}

}
