/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances that share one PostgreSQL, and of which one leaves work to the other.
 */
@Tag("database")
class SharedDatabaseTests {

	private static final int ORDERS = 20;

	private static final KaspiApiStub api = new KaspiApiStub();

	@BeforeEach
	void reset() {
		api.reset();
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	private static ApplicationContextRunner instance(String prefix) {
		return DatabaseRunners.postgres()
			.withPropertyValues(api.properties())
			.withPropertyValues("kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.ledger.table-prefix=" + prefix,
					"kaspi.pay.rate-limit.requests-per-minute=100000")
			.withUserConfiguration(Shop.class);
	}

	@Test
	void eventsGoToTheInstanceThatDelivers() {
		ApplicationContextRunner instance = instance("shared_events_").withPropertyValues(
				"kaspi.pay.polling.interval=1h", "kaspi.pay.polling.duration=2h", "kaspi.pay.polling.give-up-after=3h");
		instance.withPropertyValues("kaspi.pay.events.enabled=false").run((silent) -> instance.run((delivering) -> {
			List<String> expected = new ArrayList<>();
			for (int i = 0; i < ORDERS; i++) {
				String id = "shared-" + i;
				ApplicationContext one = (i % 2 == 0) ? silent : delivering;
				ApplicationContext other = (i % 2 == 0) ? delivering : silent;
				DatabaseRunners.pay(one, id);
				api.refundAnswers(id, KaspiApiStub.json(200, "{\"status\":\"REFUNDED\",\"amount\":4}"));
				orders(other).refund(id, KaspiRefundRequest.of(new BigDecimal("4"), "Customer refused"));
				expected.add(id + ":PAID");
				expected.add(id + ":REFUND");
			}
			Shop shop = delivering.getBean(Shop.class);
			await().until(() -> shop.events.size() >= expected.size());
			await().until(() -> pending(delivering) == 0);
			assertThat(shop.eventIds()).containsExactlyInAnyOrderElementsOf(expected);
			assertThat(silent.getBean(Shop.class).events).isEmpty();
		}));
	}

	@Test
	void onlyTheInstanceThatPollsAsks() {
		ApplicationContextRunner instance = instance("shared_polls_")
			.withPropertyValues("kaspi.pay.polling.interval=100ms");
		instance.withPropertyValues("kaspi.pay.polling.enabled=false").run((quiet) -> {
			for (int i = 0; i < ORDERS; i++) {
				String id = "polled-" + i;
				api.order(id, "PAID", "100");
				orders(quiet).create(KaspiOrderRequest.builder().amount(100).reference(id).build());
			}
			int calls = api.calls();
			await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(() -> api.calls() == calls);
			instance.run((polling) -> {
				await().until(() -> pending(polling) == 0 && paid(polling) == ORDERS);
				assertThat(orders(quiet).findByReference("polled-0").orElseThrow().status())
					.isEqualTo(KaspiOrderStatus.PAID);
			});
			Shop shop = quiet.getBean(Shop.class);
			assertThat(shop.events).hasSizeLessThanOrEqualTo(ORDERS);
			assertThat(shop.eventIds()).doesNotHaveDuplicates();
		});
	}

	private static KaspiOrderService orders(ApplicationContext context) {
		return context.getBean(KaspiOrderService.class);
	}

	private static int pending(ApplicationContext context) {
		return count(context, "event WHERE state <> 'DELIVERED'");
	}

	private static int paid(ApplicationContext context) {
		return count(context, "order WHERE status = 'PAID'");
	}

	private static int count(ApplicationContext context, String rows) {
		String prefix = context.getEnvironment().getRequiredProperty("kaspi.pay.ledger.table-prefix");
		return context.getBean(JdbcClient.class)
			.sql("SELECT COUNT(*) FROM " + prefix + rows)
			.query(Integer.class)
			.single();
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		private final List<KaspiOrderEvent> events = new CopyOnWriteArrayList<>();

		/**
		 * Without what makes a refund's id its own.
		 */
		List<String> eventIds() {
			return this.events.stream().map((event) -> event.eventId().replaceAll("(:REFUND):.*", "$1")).toList();
		}

		@EventListener
		void on(KaspiOrderEvent event) {
			this.events.add(event);
		}

	}

}
