/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.webhook.WebhookDelivery;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link KaspiPaySimulatorConfiguration}, as {@code spring-boot:test-run} uses
 * it.
 */
class KaspiPaySimulatorConfigurationTests {

	@Test
	void applicationRunsAgainstTheSimulator() {
		try (ConfigurableApplicationContext context = SpringApplication.from(Shop::main)
			.with(KaspiPaySimulatorConfiguration.class)
			.run("--server.port=0")
			.getApplicationContext()) {
			KaspiPaySimulator simulator = context.getBean(KaspiPaySimulator.class);
			KaspiOrder order = context.getBean(KaspiOrderService.class)
				.create(KaspiOrderRequest.builder().amount(25000).build());
			simulator.pay(order.orderId());
			await().until(() -> simulator.webhooks().stream().anyMatch(WebhookDelivery::isDelivered));
		}
	}

	@Test
	void everyRunOnADevelopmentDatabaseHearsOfItsPayments() {
		for (int run = 0; run < 2; run++) {
			try (ConfigurableApplicationContext context = SpringApplication.from(ShopWithDatabase::main)
				.with(KaspiPaySimulatorConfiguration.class)
				.run("--server.port=0", "--spring.datasource.url=jdbc:h2:mem:development;DB_CLOSE_DELAY=-1")
				.getApplicationContext()) {
				KaspiOrder order = context.getBean(KaspiOrderService.class)
					.create(KaspiOrderRequest.builder().amount(25000).build());
				context.getBean(KaspiPaySimulator.class).pay(order.orderId());
				ShopWithDatabase shop = context.getBean(ShopWithDatabase.class);
				await().until(() -> shop.paid.contains(order.orderId()));
			}
		}
	}

	@Test
	void applicationCanHaveASimulatorOfItsOwn() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(OwnSimulator.class,
				KaspiPaySimulatorConfiguration.class)) {
			KaspiPaySimulator simulator = context.getBean(KaspiPaySimulator.class);
			assertThat(simulator.merchantId()).isEqualTo("OWN");
			assertThat(context.getBean(KaspiPayConnectionDetails.class).getBaseUrl()).hasToString(simulator.baseUrl());
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Shop {

		static void main(String[] args) {
			SpringApplication.run(Shop.class, args);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ShopWithDatabase {

		private final List<String> paid = new CopyOnWriteArrayList<>();

		static void main(String[] args) {
			SpringApplication.run(ShopWithDatabase.class, args);
		}

		@EventListener
		void on(KaspiOrderPaidEvent event) {
			this.paid.add(event.orderId());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSimulator {

		@Bean
		KaspiPaySimulator ownSimulator() {
			return KaspiPaySimulator.builder().merchantId("OWN").start();
		}

	}

}
