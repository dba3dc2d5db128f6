/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for listeners that throw, do not return, or end the process.
 */
@ExtendWith(ClusterExtension.class)
class ListenerTests {

	/**
	 * How many events an instance delivers at a time.
	 */
	private static final int DELIVERY_THREADS = 4;

	private final Cluster cluster;

	ListenerTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void throwsTwice() {
		throwTwiceAt(FaultPoint.SECOND_LISTENER);
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(names = { "LISTENER_STARTED", "LISTENER_WROTE" })
	void throwsTwiceElsewhere(FaultPoint point) {
		throwTwiceAt(point);
	}

	private void throwTwiceAt(FaultPoint point) {
		SimulatedOrder order = this.cluster.createFaulty();
		this.cluster.database().fault(order.reference(), point, "throw", 2);
		this.cluster.simulator().pay(order.orderId());
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
		assertThat(this.cluster.database().attempts(paid(order))).isEqualTo(3);
	}

	@Test
	void alwaysThrowsForOneOrderOfMany() {
		SimulatedOrder poison = this.cluster.createFaulty();
		this.cluster.database().fault(poison.reference(), FaultPoint.LISTENER_WROTE, "throw", 1000);
		this.cluster.simulator().pay(poison.orderId());
		this.cluster.oracle().check(this.cluster.createPaid(30));
		String eventId = paid(poison);
		await().until(() -> this.cluster.any().call("parked").body().contains(eventId));
		assertThat(this.cluster.database().attempts(eventId)).isEqualTo(Cluster.MAX_ATTEMPTS);
		assertThat(this.cluster.oracle().effects(poison)).isEmpty();
		this.cluster.database().forget(poison.reference());
		assertThat(this.cluster.any().call("redeliver", "eventId", eventId).body()).isEqualTo("true");
		this.cluster.oracle().check(poison);
		assertThat(this.cluster.oracle().effects(poison)).containsExactly("PAID");
		assertThat(this.cluster.any().call("redeliver", "eventId", eventId).body()).isEqualTo("false");
	}

	@Test
	void hangsAndIsInterrupted() {
		SimulatedOrder hanging = this.cluster.createFaulty();
		String eventId = paid(hanging);
		SimulatedOrder[] others = new SimulatedOrder[25];
		Arrays.setAll(others, (i) -> this.cluster.create());
		this.cluster.database().fault(hanging.reference(), FaultPoint.LISTENER_WROTE, "hang", 2);
		this.cluster.simulator().pay(hanging.orderId());
		Instance first = this.cluster.awaitReached(hanging, FaultPoint.LISTENER_WROTE);
		Stream.of(others).forEach((order) -> this.cluster.simulator().pay(order.orderId()));
		this.cluster.oracle().check(others);
		this.cluster.oracle().check(hanging);
		assertThat(others).as("delivered meanwhile")
			.allMatch((order) -> this.cluster.database().deliveredAt(paid(order)) < this.cluster.database()
				.deliveredAt(eventId));
		assertThat(first.hasLogged("is interrupted", eventId, CrashListener.class.getName() + ".on")).isTrue();
		assertThat(this.cluster.oracle().effects(hanging)).containsExactly("PAID");
		assertThat(this.cluster.database().attempts(eventId)).isEqualTo(3);
		assertThat(this.cluster.database().runs(eventId)).isEqualTo(3);
		assertThat(this.cluster.database().overlaps(eventId, true)).isZero();
	}

	@Tag("long")
	@Test
	void allThreadsHangWhateverInterruptsThem() {
		this.cluster.awaitReady();
		this.cluster.simulator().dropWebhooks(true);
		Instance stuck = this.cluster.any();
		List<SimulatedOrder> hanging = new ArrayList<>();
		for (int i = 0; i < DELIVERY_THREADS; i++) {
			SimulatedOrder order = this.cluster.createFaulty();
			this.cluster.database().fault(order.reference(), FaultPoint.LISTENER_WROTE, "pause", 1);
			hanging.add(order);
			pay(order, stuck);
		}
		hanging.forEach(
				(order) -> assertThat(this.cluster.awaitReached(order, FaultPoint.LISTENER_WROTE)).isSameAs(stuck));
		SimulatedOrder[] others = new SimulatedOrder[25];
		Arrays.setAll(others, (i) -> this.cluster.create());
		List<Instance> stopped = this.cluster.others(stuck);
		stopped.forEach((instance) -> instance.signal("STOP"));
		try {
			Stream.of(others).forEach((order) -> pay(order, stuck));
			this.cluster.oracle().check(others);
			hanging.forEach((order) -> await().until(() -> isDueSinceSweeps(paid(order))));
			assertThat(hanging).allMatch((order) -> this.cluster.database().runs(paid(order)) == 1);
		}
		finally {
			stopped.forEach((instance) -> instance.signal("CONT"));
		}
		this.cluster.oracle().check(hanging.toArray(SimulatedOrder[]::new));
		hanging.forEach((order) -> this.cluster.database().release(order.reference()));
		for (SimulatedOrder order : hanging) {
			await().until(() -> this.cluster.database().isPassed(order.reference()));
			assertThat(this.cluster.database().overlaps(paid(order), false)).isZero();
			assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
			assertThat(stuck.hasLogged("thread is replaced", paid(order), CrashListener.class.getName())).isTrue();
		}
		await().until(() -> stuck.call("find", "reference", others[0].reference()).isOk());
		this.cluster.oracle().checkAll();
	}

	/**
	 * Says whether an event is due for so long that every instance that runs has looked
	 * for events since.
	 */
	private boolean isDueSinceSweeps(String eventId) {
		return this.cluster.database()
			.jdbc()
			.sql("SELECT due_at + 2500 < EXTRACT(EPOCH FROM clock_timestamp()) * 1000 FROM kaspi_pay_event "
					+ "WHERE event_id = ?")
			.param(eventId)
			.query(Boolean.class)
			.single();
	}

	@Tag("long")
	@Test
	void slowInABacklog() {
		this.cluster.awaitReady();
		String run = UUID.randomUUID().toString();
		this.cluster.database()
			.jdbc()
			.sql("INSERT INTO kaspi_pay_event (event_id, kind, order_id, reference, amount, occurred_at, source, state, "
					+ "attempts, due_at) SELECT 'ORD-' || n || ? || ':EXPIRED', 'EXPIRED', 'ORD-' || n || ?, ? || n, 100, "
					+ "0, 'API', 'PENDING', 0, 0 FROM generate_series(1, 96) n")
			.params(run, run, CrashListener.SLOWEST)
			.update();
		await().until(() -> attempts(run, "DELIVERED").size() == 96);
		assertThat(attempts(run, "DELIVERED"))
			.as("attempts: a lease may have run out before it showed that they are slow")
			.allMatch((attempts) -> attempts <= 2);
		this.cluster.oracle().checkAll();
	}

	private List<Integer> attempts(String run, String state) {
		return this.cluster.database()
			.jdbc()
			.sql("SELECT attempts FROM kaspi_pay_event WHERE order_id LIKE ? AND state = ?")
			.params("%" + run, state)
			.query(Integer.class)
			.list();
	}

	@Test
	void endsTheProcess() {
		SimulatedOrder deadly = this.cluster.createFaulty();
		String eventId = paid(deadly);
		this.cluster.database().fault(deadly.reference(), FaultPoint.LISTENER_WROTE, "halt", 1000);
		SimulatedOrder[] others = new SimulatedOrder[25];
		Arrays.setAll(others, (i) -> this.cluster.create());
		this.cluster.simulator().pay(deadly.orderId());
		Stream.of(others).forEach((order) -> this.cluster.simulator().pay(order.orderId()));
		await().pollInterval(Duration.ofMillis(200)).until(() -> {
			this.cluster.restartDead();
			return this.cluster.database().state(eventId).equals("PARKED");
		});
		assertThat(this.cluster.database().runs(eventId)).as("processes that ended").isEqualTo(Cluster.MAX_ATTEMPTS);
		assertThat(this.cluster.database().attempts(eventId)).isEqualTo(Cluster.MAX_ATTEMPTS);
		assertThat(this.cluster.database().lastError(eventId)).contains("did not end");
		this.cluster.oracle().check(others);
		assertThat(this.cluster.oracle().effects(deadly)).isEmpty();
		this.cluster.database().forget(deadly.reference());
		assertThat(this.cluster.any().call("redeliver", "eventId", eventId).body()).isEqualTo("true");
		this.cluster.oracle().check(deadly);
		assertThat(this.cluster.oracle().effects(deadly)).containsExactly("PAID");
	}

	@Tag("long")
	@Test
	void refundsAndThrows() {
		SimulatedOrder order = this.cluster.createFaultyWithRefund("5000");
		this.cluster.database().fault(order.reference(), FaultPoint.LISTENER_WROTE, "throw", 2);
		this.cluster.simulator().pay(order.orderId());
		this.cluster.oracle().check(order);
		await().untilAsserted(() -> assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID", "REFUND"));
		assertThat(this.cluster.database().attempts(paid(order))).isEqualTo(3);
		assertThat(this.cluster.refundsSent(order)).isEqualTo(1);
		assertThat(this.cluster.any().call("refunds", "orderId", order.orderId()).body())
			.isEqualTo(paid(order) + " ACCEPTED");
	}

	private void pay(SimulatedOrder order, Instance instance) {
		this.cluster.simulator().pay(order.orderId());
		assertThat(instance.webhook(new SignedWebhook(order, "PAID")).status()).isEqualTo(200);
	}

	private static String paid(SimulatedOrder order) {
		return order.orderId() + ":PAID";
	}

}
