/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.polling;

import java.time.Clock;
import java.time.Duration;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.polling.KaspiOrderPoller;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link KaspiPayPollingAutoConfiguration}.
 */
class KaspiPayPollingAutoConfigurationTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	@BeforeEach
	void reset() {
		api.reset();
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	private static ApplicationContextRunner runner() {
		return Runners.bare()
			.withPropertyValues(api.properties())
			.withPropertyValues("kaspi.pay.polling.interval=100ms");
	}

	private static void assertAnOrderIsFoundPaid(org.springframework.context.ApplicationContext context) {
		KaspiOrderService orders = context.getBean(KaspiOrderService.class);
		api.order("polled", "PAID", "100");
		orders.create(KaspiOrderRequest.builder().amount(100).reference("polled").build());
		await().until(() -> orders.findByReference("polled").orElseThrow().status().equals(KaspiOrderStatus.PAID));
	}

	@Test
	void findsAPaidOrderWithoutAWebhook() {
		runner().run((context) -> {
			assertThat(context).hasSingleBean(KaspiOrderPoller.class);
			assertAnOrderIsFoundPaid(context);
		});
	}

	@Test
	void runsTheApplicationsPollerToo() {
		runner().withUserConfiguration(OwnPoller.class).run((context) -> {
			assertThat(context).hasSingleBean(KaspiOrderPoller.class).hasBean("ownPoller");
			assertAnOrderIsFoundPaid(context);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPoller {

		@Bean
		KaspiOrderPoller ownPoller(KaspiOrderLedger ledger, PollQueue polls, KaspiPayGateway gateway) {
			return new KaspiOrderPoller(ledger, polls, gateway, Clock.systemUTC());
		}

	}

	/**
	 * As {@code spring.main.lazy-initialization=true} does.
	 */
	@Test
	void runsThoughTheApplicationInitializesItsBeansLazily() {
		runner()
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(LazyInitializationExcludeFilter.class,
					() -> LazyInitializationExcludeFilter.forBeanTypes(SmartInitializingSingleton.class))
			.run(KaspiPayPollingAutoConfigurationTests::assertAnOrderIsFoundPaid);
	}

	@Test
	void doesNotPollWhenSwitchedOff() {
		runner().withPropertyValues("kaspi.pay.polling.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean("kaspi.pay.orderPollerStarter");
			KaspiOrderService orders = context.getBean(KaspiOrderService.class);
			api.order("unpolled", "PAID", "100");
			orders.create(KaspiOrderRequest.builder().amount(100).reference("unpolled").build());
			orders.create(KaspiOrderRequest.builder().amount(100).reference("confirmed").build());
			context.getBean(KaspiOrderLedger.class)
				.observe(new Notified("confirmed", "confirmed", KaspiOrderStatus.PAID, null, () -> "digest"));
			await().during(Duration.ofSeconds(2)).until(() -> api.statusCalls("unpolled") == 0);
			assertThat(api.statusCalls("confirmed")).isZero();
			assertThat(orders.get("unpolled").status()).isEqualTo(KaspiOrderStatus.PAID);
		});
	}

}
