/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.fault.ApiFault;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.fault.WebhookFault;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that what one method of a test with {@link KaspiPayTest} does is nothing to the
 * next, and that a webhook that does not arrive is told of.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@KaspiPayTest
class KaspiPayTestIsolationTests {

	@Autowired
	private KaspiPaySimulator simulator;

	@Autowired
	private KaspiOrderService orders;

	@Autowired
	private KaspiPayEvents events;

	@RepeatedTest(2)
	void nothingSurvivesButOrders() {
		assertThat(this.simulator.faults().active()).isEmpty();
		assertThat(this.simulator.requests()).isEmpty();
		assertThat(this.simulator.webhooks()).isEmpty();
		assertThat(this.simulator.clock().instant()).isBefore(Instant.now().plusSeconds(60));
		assertThat(this.simulator.wireMock().getStubMappings()).hasSize(1);
		KaspiOrder order = this.orders.create(KaspiOrderRequest.builder().amount(25000).build());
		this.simulator.faults().add(WebhookFault.delay(Duration.ofHours(1)));
		this.simulator.pay(order.orderId());
		this.simulator.faults().add(ApiFault.status(503));
		this.simulator.advance(Duration.ofMinutes(20));
		this.simulator.blockMerchant(true);
		this.simulator.wireMock().stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse()));
		assertThat(this.simulator.order(order.orderId())).isPresent();
	}

	@Test
	void faultAfterResetHitsTheCallThatTheTestMakes() {
		this.orders.create(KaspiOrderRequest.builder().amount(25000).build());
		this.simulator.reset();
		this.simulator.faults().add(ApiFault.status(500).afterProcessing().on(Operation.CREATE).times(1));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.orders.create(KaspiOrderRequest.builder().amount(25000).build()));
		assertThat(this.simulator.orders()).hasSize(1);
	}

	@Test
	void tellsOfTheWebhookThatMissedItsTarget() {
		KaspiOrder order = this.orders.create(KaspiOrderRequest.builder()
			.amount(25000)
			.callbackUrl(URI.create(this.simulator.baseUrl() + "/nowhere"))
			.build());
		this.simulator.pay(order.orderId());
		assertThatExceptionOfType(AssertionError.class).isThrownBy(
				() -> this.events.forOrder(order.orderId()).await(KaspiOrderPaidEvent.class, Duration.ofMillis(1500)))
			.withMessageContaining("but there was only [] The webhook PAID of order %s was answered 404 at %s/nowhere.",
					order.orderId(), this.simulator.baseUrl());
	}

	@Test
	void tellsOfTheWebhookThatWasLost() {
		KaspiOrder order = this.orders.create(KaspiOrderRequest.builder().amount(25000).build());
		this.simulator.faults().add(WebhookFault.drop());
		this.simulator.pay(order.orderId());
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.events.await(KaspiOrderPaidEvent.class, Duration.ofMillis(20)))
			.withMessageContaining("did not reach %s (Dropped).",
					this.simulator.order(order.orderId()).orElseThrow().callbackUrl());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

	}

}
