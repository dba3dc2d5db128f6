/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for refunds whose instance is killed, and that are asked for again with the same
 * key.
 */
@ExtendWith(ClusterExtension.class)
class RefundTests {

	private static final String KEY = "return-1";

	private final Cluster cluster;

	RefundTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void killedAfterTheCall() {
		kill(FaultPoint.REFUND_AFTER_CALL);
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(names = { "REFUND_BEFORE_CALL", "REFUND_BEFORE_COMMIT", "REFUND_AFTER_COMMIT" })
	void killedElsewhere(FaultPoint point) {
		kill(point);
	}

	private void kill(FaultPoint point) {
		SimulatedOrder order = this.cluster.createFaulty();
		this.cluster.simulator().pay(order.orderId());
		this.cluster.oracle().check(order);
		this.cluster.simulator().dropWebhooks(true);
		this.cluster.database().fault(order.reference(), point, "pause", 1);
		CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> refund(order, this.cluster.any()));
		this.cluster.awaitReached(order, point).kill();
		assertThat(first.join()).isNotEqualTo("REFUNDED");
		boolean recorded = point == FaultPoint.REFUND_AFTER_COMMIT;
		for (Instance other : this.cluster.live()) {
			assertThat(refund(order, other)).isEqualTo(recorded ? "REFUNDED" : "KaspiOperationInProgressException");
		}
		assertThat(refunds(order)).isEqualTo(KEY + (recorded ? " ACCEPTED" : " INTENDED"));
		boolean sent = point != FaultPoint.REFUND_BEFORE_CALL;
		assertThat(this.cluster.refundsSent(order)).isEqualTo(sent ? 1 : 0);
		letTimePass(order);
		await().until(() -> refund(order, this.cluster.any()).equals("REFUNDED"));
		this.cluster.oracle().check(order);
		assertThat(refunds(order)).isEqualTo(KEY + " ACCEPTED");
		assertThat(this.cluster.refundsSent(order)).isEqualTo(1);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID", "REFUND");
	}

	/**
	 * Makes it three minutes ago that the refund was sent.
	 */
	private void letTimePass(SimulatedOrder order) {
		for (String sql : List.of("UPDATE kaspi_pay_refund SET created_at = created_at - 180000 WHERE order_id = ?",
				"UPDATE kaspi_pay_order SET next_poll_at = 0 WHERE order_id = ? AND next_poll_at IS NOT NULL")) {
			this.cluster.database().jdbc().sql(sql).param(order.orderId()).update();
		}
	}

	private static String refund(SimulatedOrder order, Instance instance) {
		return instance.call("refund", "orderId", order.orderId(), "amount", "25000", "key", KEY).body();
	}

	private String refunds(SimulatedOrder order) {
		return this.cluster.any().call("refunds", "orderId", order.orderId()).body();
	}

}
