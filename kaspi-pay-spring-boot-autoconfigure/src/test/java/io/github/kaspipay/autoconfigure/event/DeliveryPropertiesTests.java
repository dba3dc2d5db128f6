/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.KaspiPayEventsProperties;
import io.github.kaspipay.autoconfigure.KaspiPayLedgerProperties;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.diagnostics.StartUpFailures;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the properties of the ledger and of delivery do.
 */
@Tag("database")
class DeliveryPropertiesTests {

	private static KaspiPayProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("kaspi.pay",
				KaspiPayProperties.class);
	}

	@Test
	void defaults() {
		KaspiPayEventsProperties events = bind(Map.of()).events();
		assertThat(events.enabled()).isTrue();
		assertThat(events.strict()).isFalse();
		assertThat(events.concurrency()).isEqualTo(4);
		assertThat(events.listenerTimeout()).isEqualTo(Duration.ofSeconds(60));
		assertThat(events.retention()).isEqualTo(Duration.ofDays(30));
		KaspiPayLedgerProperties ledger = bind(Map.of()).ledger();
		assertThat(ledger.retention()).isNull();
		assertThat(ledger.webhookRetention()).isEqualTo(Duration.ofDays(30));
	}

	/**
	 * A listener that fails over a long weekend is not given up.
	 */
	@Test
	void attemptsLastThreeDaysByDefault() {
		KaspiPayEventsProperties events = bind(Map.of()).events();
		RedeliveryPolicy policy = new RedeliveryPolicy(events.maxAttempts(), events.firstPause(), events.maxPause());
		Duration altogether = IntStream.range(1, events.maxAttempts())
			.mapToObj(policy::pauseAfter)
			.reduce(Duration.ZERO, Duration::plus);
		assertThat(altogether).isBetween(Duration.ofDays(2), Duration.ofDays(4));
	}

	@ParameterizedTest
	@CsvSource({ "events.listener-timeout, 0s", "events.listener-timeout, 30d", "events.retention, 0s",
			"events.concurrency, 65", "ledger.retention, 179d", "ledger.webhook-retention, -1s",
			"ledger.table-prefix, kaspi;drop", "ledger.max-orders, 0", "polling.interval, -1s" })
	void namesThePropertyThatIsOutOfItsRange(String property, String value) {
		DatabaseRunners.h2().withPropertyValues("kaspi.pay." + property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = StartUpFailures.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("kaspi.pay." + property + " must ");
		});
	}

	@Test
	void keepsWhatIsSettledForAsLongAsAskedTo() {
		DatabaseRunners.h2()
			.withPropertyValues("kaspi.pay.ledger.retention=200d", "kaspi.pay.events.retention=10d",
					"kaspi.pay.ledger.webhook-retention=10d")
			.run((context) -> {
				DatabaseRunners.pay(context, "old");
				DatabaseRunners.pay(context, "young");
				JdbcClient jdbc = context.getBean(JdbcClient.class);
				await().until(() -> count(jdbc, "event WHERE state = 'DELIVERED'") == 2);
				age(jdbc, "order", "recorded_at", 201);
				age(jdbc, "event", "delivered_at", 11);
				clean(context);
				assertThat(jdbc.sql("SELECT order_id FROM kaspi_pay_order").query(String.class).list())
					.containsExactly("young");
				assertThat(jdbc.sql("SELECT order_id FROM kaspi_pay_event").query(String.class).list())
					.containsExactly("young");
			});
	}

	@Test
	void keepsOrdersForEverByDefault() {
		DatabaseRunners.h2().run((context) -> {
			DatabaseRunners.pay(context, "old");
			JdbcClient jdbc = context.getBean(JdbcClient.class);
			await().until(() -> count(jdbc, "event WHERE state = 'DELIVERED'") == 1);
			age(jdbc, "order", "recorded_at", 10000);
			clean(context);
			assertThat(count(jdbc, "order")).isEqualTo(1);
		});
	}

	@Test
	void interruptsAListenerAtItsTimeOut() {
		DatabaseRunners.h2()
			.withUserConfiguration(Sleeper.class)
			.withPropertyValues("kaspi.pay.events.listener-timeout=1s", "kaspi.pay.events.max-attempts=1")
			.run((context) -> {
				DatabaseRunners.pay(context, "slow");
				KaspiEventDispatcher dispatcher = context.getBean(KaspiEventDispatcher.class);
				await().until(() -> dispatcher.countParked() == 1);
				assertThat(dispatcher.findParked()).singleElement().satisfies((parked) -> {
					assertThat(parked.attempts()).isEqualTo(1);
					assertThat(parked.lastError()).contains("Sleeper", "took longer than PT1S");
				});
			});
	}

	private static void age(JdbcClient jdbc, String table, String column, int days) {
		jdbc.sql("UPDATE kaspi_pay_" + table + " SET " + column + " = :then WHERE order_id = 'old'")
			.param("then", Instant.now().minus(Duration.ofDays(days)).toEpochMilli())
			.update();
	}

	private static int count(JdbcClient jdbc, String rows) {
		return jdbc.sql("SELECT COUNT(*) FROM kaspi_pay_" + rows).query(Integer.class).single();
	}

	private static void clean(ApplicationContext context) {
		context.getBean(LedgerStore.class).clean();
	}

	@Configuration(proxyBeanMethods = false)
	static class Sleeper {

		@EventListener
		void on(KaspiOrderPaidEvent event) throws InterruptedException {
			new java.util.concurrent.CountDownLatch(1).await();
		}

	}

}
