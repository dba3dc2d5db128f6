/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.modulith.events.config.EventPublicationAutoConfiguration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spring Modulith's event registry joins the delivery of an event.
 */
@Tag("database")
class KaspiPayJdbcLedgerModulithTests {

	private final ApplicationContextRunner runner = DatabaseRunners.postgres()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
				EventPublicationAutoConfiguration.class, named("events.jackson.JacksonEventSerializationConfiguration"),
				named("events.jdbc.JdbcEventPublicationAutoConfiguration")))
		.withPropertyValues("spring.modulith.events.jdbc.schema-initialization.enabled=true",
				"kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.ledger.table-prefix=modulith_",
				"kaspi.pay.events.first-pause=1h", "kaspi.pay.events.max-pause=1h")
		.withUserConfiguration(Shop.class);

	@Test
	void completesThePublication() {
		this.runner.run((context) -> {
			DatabaseRunners.pay(context, "good");
			await().until(() -> publications(context, "good").equals(List.of(true)));
			assertThat(context.getBean(Shop.class).shipped()).containsExactly("good");
			assertThat(state(context, "good")).isEqualTo("DELIVERED");
		});
	}

	@Test
	void keepsThePublicationOfAModuleThatFailsAndRepeatsIt() {
		this.runner.run((context) -> {
			Shop shop = context.getBean(Shop.class);
			DatabaseRunners.pay(context, "module-fails-once");
			await().until(() -> shop.attempts().size() == 1 && state(context, "module-fails-once").equals("DELIVERED"));
			assertThat(publications(context, "module-fails-once")).containsExactly(false);
			await().until(() -> {
				context.getBean(IncompleteEventPublications.class)
					.resubmitIncompletePublicationsOlderThan(Duration.ZERO);
				return publications(context, "module-fails-once").equals(List.of(true));
			});
			assertThat(shop.shipped()).containsExactly("module-fails-once");
		});
	}

	@Test
	void registersNothingIfAnotherListenerFails() {
		this.runner.run((context) -> {
			DatabaseRunners.pay(context, "other-fails");
			await().until(() -> context.getBean(JdbcClient.class)
				.sql("SELECT attempts FROM modulith_event WHERE order_id = 'other-fails'")
				.query(Integer.class)
				.single() == 1);
			assertThat(state(context, "other-fails")).isEqualTo("PENDING");
			assertThat(publications(context, "other-fails")).isEmpty();
			assertThat(context.getBean(Shop.class).attempts()).isEmpty();
		});
	}

	private static Class<?> named(String autoConfiguration) {
		return ClassUtils.resolveClassName("org.springframework.modulith." + autoConfiguration, null);
	}

	private static List<Boolean> publications(ApplicationContext context, String orderId) {
		return context.getBean(JdbcClient.class)
			.sql("SELECT completion_date IS NOT NULL FROM event_publication WHERE serialized_event LIKE :order")
			.param("order", "%\"" + orderId + "\"%")
			.query(Boolean.class)
			.list();
	}

	private static String state(ApplicationContext context, String orderId) {
		return context.getBean(JdbcClient.class)
			.sql("SELECT state FROM modulith_event WHERE order_id = :id")
			.param("id", orderId)
			.query(String.class)
			.single();
	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		private final List<String> attempts = new CopyOnWriteArrayList<>();

		private final List<String> shipped = new CopyOnWriteArrayList<>();

		List<String> attempts() {
			return this.attempts;
		}

		List<String> shipped() {
			return this.shipped;
		}

		@ApplicationModuleListener
		void ship(KaspiOrderPaidEvent event) {
			this.attempts.add(event.orderId());
			if (event.orderId().equals("module-fails-once") && this.attempts.size() == 1) {
				throw new IllegalStateException("The module fails");
			}
			this.shipped.add(event.orderId());
		}

		@EventListener
		void other(KaspiOrderPaidEvent event) {
			if (event.orderId().equals("other-fails")) {
				throw new IllegalStateException("The listener fails");
			}
		}

	}

}
