/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for answers and webhooks that never arrive.
 */
@ExtendWith(ClusterExtension.class)
class LostAnswerTests {

	private static final int READ_TIMEOUT = 3000;

	private final Cluster cluster;

	private final KaspiPaySimulator simulator;

	LostAnswerTests(Cluster cluster) {
		this.cluster = cluster;
		this.simulator = cluster.simulator();
	}

	@Test
	void creationTimesOutAfterItHappened() {
		String reference = "late-" + UUID.randomUUID();
		StubMapping late = this.simulator.wireMock()
			.stubFor(WireMock.post("/payment/orders")
				.withRequestBody(WireMock.containing(reference))
				.willReturn(WireMock.aResponse()
					.withTransformers(KaspiPaySimulator.TRANSFORMER)
					.withFixedDelay(READ_TIMEOUT + 500)));
		long before = posts("/payment/orders");
		Instance instance = this.cluster.any();
		assertThat(create(instance, reference).body()).isEqualTo("KaspiUnknownOutcomeException");
		this.simulator.wireMock().removeStub(late);
		assertThat(this.cluster.any().call("find", "reference", reference).body()).isEqualTo("UNKNOWN");
		assertThat(create(this.cluster.any(), reference).body()).isEqualTo("KaspiOperationInProgressException");
		SimulatedOrder order = this.simulator.orders()
			.stream()
			.filter((each) -> each.reference().equals(reference))
			.findFirst()
			.orElseThrow();
		this.simulator.pay(order.orderId());
		this.cluster.oracle().check(order);
		assertThat(this.cluster.any().call("find", "reference", reference).body()).isEqualTo("PAID");
		await().until(() -> posts("/payment/orders") == before + 1);
	}

	@Test
	void connectionIsResetAfterRefundHappened() {
		SimulatedOrder order = this.cluster.create();
		this.simulator.pay(order.orderId());
		this.cluster.oracle().check(order);
		String path = "/payment/orders/" + order.orderId() + "/refund";
		this.simulator.wireMock()
			.stubFor(WireMock.post(path)
				.willReturn(WireMock.aResponse()
					.withTransformers(KaspiPaySimulator.TRANSFORMER)
					.withFault(Fault.CONNECTION_RESET_BY_PEER)));
		this.simulator.dropWebhooks(true);
		assertThat(refund(order)).isEqualTo("KaspiUnknownOutcomeException");
		assertThat(refund(order)).isEqualTo("KaspiOperationInProgressException");
		assertThat(this.cluster.oracle().status(order)).isEqualTo("PAID");
		this.simulator.dropWebhooks(false);
		this.simulator.sendWebhook(order.orderId());
		await().until(() -> this.cluster.oracle().status(order).equals("REFUNDED"));
		this.cluster.oracle().check(order);
		assertThat(this.cluster.oracle().effects(order)).containsExactly("PAID", "REFUND");
		assertThat(posts(path)).isEqualTo(1);
	}

	@Test
	void allWebhooksAreDropped() {
		this.simulator.dropWebhooks(true);
		List<SimulatedOrder> orders = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			SimulatedOrder order = this.cluster.create();
			this.simulator.pay(order.orderId());
			orders.add(order);
		}
		this.cluster.oracle().check(orders.toArray(SimulatedOrder[]::new));
		assertThat(this.simulator.webhooks()).noneMatch((webhook) -> webhook.isDelivered()
				&& orders.stream().anyMatch((order) -> order.orderId().equals(webhook.orderId())));
	}

	private static Instance.Reply create(Instance instance, String reference) {
		return instance.call("create", "reference", reference, "amount", "25000");
	}

	private String refund(SimulatedOrder order) {
		return this.cluster.any().call("refund", "orderId", order.orderId(), "amount", "25000").body();
	}

	private long posts(String path) {
		return this.simulator.requests()
			.stream()
			.filter((request) -> request.method().equals("POST") && request.path().equals(path))
			.count();
	}

}
