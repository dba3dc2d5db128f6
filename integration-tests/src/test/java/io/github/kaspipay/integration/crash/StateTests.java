/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.math.BigDecimal;
import java.time.Duration;

import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for webhooks and answers that come in the wrong order or say something wrong.
 */
@ExtendWith(ClusterExtension.class)
class StateTests {

	private final Cluster cluster;

	StateTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@Test
	void cancelledAfterPaid() {
		SimulatedOrder order = pay(this.cluster.create());
		this.cluster.oracle().check(order);
		send(order, "CANCELLED");
		awaitConfirmed(order);
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().status(order)).isEqualTo("PAID");
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
	}

	@Test
	void paidAfterExpired() {
		SimulatedOrder order = this.cluster.create();
		this.cluster.simulator().expire(order.orderId());
		await().until(() -> this.cluster.oracle().status(order).equals("EXPIRED"));
		this.cluster.simulator().payLate(order.orderId());
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("EXPIRED", "PAID");
	}

	@Test
	void refundedBeforePaid() {
		SimulatedOrder order = this.cluster.create();
		this.cluster.simulator().dropWebhooks(true);
		pay(order);
		this.cluster.simulator().refund(order.orderId(), order.amount());
		send(order, "REFUNDED");
		send(order, "PAID");
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().status(order)).isEqualTo("REFUNDED");
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID", "REFUND");
	}

	@Test
	void paidReplayedAfterRefund() {
		SimulatedOrder order = pay(this.cluster.create());
		this.cluster.oracle().check(order);
		this.cluster.simulator().refund(order.orderId(), BigDecimal.valueOf(5000));
		await().until(() -> this.cluster.oracle().status(order).equals("PARTIALLY_REFUNDED"));
		send(order, "PAID");
		assertThat(this.cluster.oracle().status(order)).isEqualTo("PARTIALLY_REFUNDED");
		this.cluster.simulator().refund(order.orderId(), BigDecimal.valueOf(20000));
		await().until(() -> this.cluster.oracle().status(order).equals("REFUNDED"));
		send(order, "PAID");
		send(order, "PARTIALLY_REFUNDED");
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().status(order)).isEqualTo("REFUNDED");
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID", "REFUND", "REFUND");
	}

	@Test
	void refundedByTheShop() {
		SimulatedOrder order = pay(this.cluster.create());
		this.cluster.oracle().check(order);
		this.cluster.simulator().dropWebhooks(true);
		assertThat(refund(order, "5000")).isEqualTo("PARTIALLY_REFUNDED");
		assertThat(refund(order, "20000")).isEqualTo("REFUNDED");
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID", "REFUND", "REFUND");
	}

	@Test
	void answerReadBeforeAndWrittenAfterWebhook() {
		SimulatedOrder order = this.cluster.createFaulty();
		this.cluster.database().fault(order.reference(), FaultPoint.ANSWER_READ, "pause", 1);
		this.cluster.awaitReached(order, FaultPoint.ANSWER_READ);
		pay(order);
		this.cluster.oracle().check(order);
		this.cluster.database().release(order.reference());
		await().until(() -> this.cluster.database().isPassed(order.reference()));
		await().during(Duration.ofMillis(300)).until(() -> this.cluster.oracle().status(order).equals("PAID"));
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
	}

	@Test
	void cancellationReadBeforeAndWrittenAfterWebhook() {
		SimulatedOrder order = this.cluster.createFaulty();
		this.cluster.simulator().dropWebhooks(true);
		this.cluster.simulator().cancel(order.orderId());
		this.cluster.database().fault(order.reference(), FaultPoint.ANSWER_READ, "pause", 1);
		this.cluster.awaitReached(order, FaultPoint.ANSWER_READ);
		this.cluster.simulator().payLate(order.orderId());
		send(order, "PAID");
		this.cluster.oracle().check(order);
		this.cluster.database().release(order.reference());
		awaitPolled(order);
		awaitConfirmed(order);
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().status(order)).isEqualTo("PAID");
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID");
	}

	@Test
	void wrongAmountIsDisputedAndNeverPaid() {
		SimulatedOrder order = this.cluster.create();
		SignedWebhook wrong = new SignedWebhook(order, "PAID", BigDecimal.valueOf(24999));
		assertThat(this.cluster.any().webhook(wrong).status()).isEqualTo(200);
		await().until(() -> this.cluster.oracle().effects(order).contains("DISPUTED"));
		assertThat(this.cluster.oracle().status(order)).isEqualTo("INIT");
		this.cluster.oracle().checkAll();
		pay(order);
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("DISPUTED", "PAID");
	}

	@Test
	void unknownOrderIsConfirmedFirst() {
		SimulatedOrder order = this.cluster.create();
		this.cluster.database()
			.jdbc()
			.sql("DELETE FROM kaspi_pay_order WHERE order_id = ?")
			.param(order.orderId())
			.update();
		assertThat(queries(order)).isZero();
		pay(order);
		this.cluster.oracle().check(order);
		assertThat(queries(order)).isPositive();
	}

	@Test
	void orderThatNobodyKnowsIsNeverPublished() {
		SimulatedOrder order = this.cluster.create();
		SimulatedOrder stranger = new SimulatedOrder("ORD-STRANGER", "stranger", "PAID", order.amount(),
				BigDecimal.ZERO, null, null, null, order.qrData(), order.paymentUrl(), order.createdAt(),
				order.expiresAt(), order.createdAt());
		send(stranger, "PAID");
		await().until(() -> queries(stranger) > 0);
		pay(order);
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(stranger)).isEmpty();
	}

	private SimulatedOrder pay(SimulatedOrder order) {
		return this.cluster.simulator().pay(order.orderId());
	}

	private String refund(SimulatedOrder order, String amount) {
		return this.cluster.any().call("refund", "orderId", order.orderId(), "amount", amount).body();
	}

	private void send(SimulatedOrder order, String status) {
		assertThat(this.cluster.any().webhook(new SignedWebhook(order, status)).status()).isEqualTo(200);
	}

	private long queries(SimulatedOrder order) {
		return this.cluster.simulator()
			.requests()
			.stream()
			.filter((request) -> request.method().equals("GET") && request.path().endsWith("/" + order.orderId()))
			.count();
	}

	private void awaitPolled(SimulatedOrder order) {
		await().until(() -> queries(order) > 1);
	}

	private void awaitConfirmed(SimulatedOrder order) {
		await().until(() -> this.cluster.database()
			.jdbc()
			.sql("SELECT COUNT(*) FROM kaspi_pay_order WHERE order_id = ? AND unconfirmed IS NOT NULL")
			.param(order.orderId())
			.query(Long.class)
			.single() == 0);
	}

}
