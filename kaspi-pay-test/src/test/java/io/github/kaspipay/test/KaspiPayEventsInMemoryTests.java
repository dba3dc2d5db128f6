/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KaspiPayEvents} where there are no transactions.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "kaspi.pay.events.first-pause=10ms")
@KaspiPayTest
class KaspiPayEventsInMemoryTests {

	@Test
	void deliveryThatFailedIsNotRecorded(@Autowired KaspiOrderService orders, @Autowired KaspiPaySimulator simulator,
			@Autowired KaspiPayEvents events, @Autowired Application application) {
		KaspiOrder order = orders.create(KaspiOrderRequest.builder().amount(25000).build());
		simulator.pay(order.orderId());
		events.await(KaspiOrderPaidEvent.class);
		assertThat(events).hasSize(1);
		assertThat(application.calls).isEqualTo(2);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

		private volatile int calls;

		@EventListener
		void on(KaspiOrderPaidEvent event) {
			this.calls = this.calls + 1;
			if (this.calls == 1) {
				throw new IllegalStateException("This listener fails on purpose");
			}
		}

	}

}
