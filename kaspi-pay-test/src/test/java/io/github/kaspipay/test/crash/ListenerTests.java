package io.github.kaspipay.test.crash;

import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.test.SimulatedOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for listeners that throw.
 */
@ExtendWith(ClusterExtension.class)
class ListenerTests {

	private final Cluster cluster;

	ListenerTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@ParameterizedTest
	@EnumSource(names = { "LISTENER_STARTED", "LISTENER_WROTE", "SECOND_LISTENER" })
	void throwsTwiceAt(FaultPoint point) {
		SimulatedOrder order = this.cluster.createFaulty();
		this.cluster.database().fault(order.reference(), point, "throw", 2);
		this.cluster.simulator().pay(order.orderId());
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
		assertThat(attempts(order)).isEqualTo(3);
	}

	@Test
	void alwaysThrowsForOneOrderOfMany() {
		SimulatedOrder poison = this.cluster.createFaulty();
		this.cluster.database().fault(poison.reference(), FaultPoint.LISTENER_WROTE, "throw", 1000);
		this.cluster.simulator().pay(poison.orderId());
		List<SimulatedOrder> others = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			SimulatedOrder order = this.cluster.create();
			this.cluster.simulator().pay(order.orderId());
			others.add(order);
		}
		this.cluster.oracle().check(others.toArray(SimulatedOrder[]::new));
		String eventId = poison.orderId() + ":PAID";
		await().until(() -> this.cluster.any().call("parked").body().contains(eventId));
		assertThat(attempts(poison)).isEqualTo(5);
		assertThat(this.cluster.oracle().effects(poison)).isEmpty();
		this.cluster.database().forget(poison.reference());
		assertThat(this.cluster.any().call("redeliver", "eventId", eventId).body()).isEqualTo("true");
		this.cluster.oracle().check(poison);
		assertThat(this.cluster.oracle().effects(poison)).containsExactly("PAID");
		assertThat(this.cluster.any().call("redeliver", "eventId", eventId).body()).isEqualTo("false");
	}

	private int attempts(SimulatedOrder order) {
		return this.cluster.database()
			.jdbc()
			.sql("SELECT attempts FROM kaspi_pay_event WHERE event_id = ?")
			.param(order.orderId() + ":PAID")
			.query(Integer.class)
			.single();
	}

}
