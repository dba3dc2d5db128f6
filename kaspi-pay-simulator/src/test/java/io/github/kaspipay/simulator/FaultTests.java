/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.UncheckedIOException;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for stubs that stand before the simulator.
 */
class FaultTests extends SharedSimulatorTests {

	@BeforeEach
	void authorize() {
		this.client.authorize();
	}

	@Test
	void stubComesBeforeTheSimulatorUntilReset() {
		this.simulator.wireMock()
			.stubFor(WireMock.post("/payment/orders")
				.willReturn(WireMock.serverError().withHeader("X-Request-Id", "req-1")));
		assertThat(this.client.create(ApiClient.orderBody("order_1", "25000")).statusCode()).isEqualTo(500);
		assertThat(this.simulator.orders()).isEmpty();
		assertThat(this.simulator.requests()).last()
			.satisfies((request) -> assertThat(request.status()).isEqualTo(500))
			.satisfies((request) -> assertThat(request.requestId()).isEqualTo("req-1"));
		this.simulator.reset();
		assertThat(this.client.authorize().create(ApiClient.orderBody("order_1", "25000")).statusCode()).isEqualTo(201);
	}

	@Test
	void answerIsLostThoughTheOrderExists() {
		this.simulator.wireMock()
			.stubFor(WireMock.post("/payment/orders")
				.willReturn(WireMock.aResponse()
					.withTransformers(KaspiPaySimulator.TRANSFORMER)
					.withFault(Fault.EMPTY_RESPONSE)));
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.client.create(ApiClient.orderBody("order_1", "25000")));
		assertThat(this.simulator.orders()).extracting(SimulatedOrder::reference).containsExactly("order_1");
		assertThat(this.simulator.requests()).last().satisfies((request) -> assertThat(request.status()).isZero());
	}

}
