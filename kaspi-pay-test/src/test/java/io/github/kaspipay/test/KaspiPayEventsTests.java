/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KaspiPayEvents}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "kaspi.pay.events.first-pause=10ms", "spring.datasource.generate-unique-name=true" })
@KaspiPayTest
class KaspiPayEventsTests {

	@Autowired
	private KaspiPayEvents events;

	@Autowired
	private KaspiPaySimulator simulator;

	@Autowired
	private KaspiOrderService orders;

	@Autowired
	private JdbcClient jdbc;

	@RepeatedTest(5)
	void awaitedEventIsCommitted() {
		assertThat(this.events).isEmpty();
		String orderId = paid("fine");
		KaspiOrderPaidEvent event = this.events.await(KaspiOrderPaidEvent.class);
		assertThat(event.orderId()).isEqualTo(orderId);
		assertThat(effects(orderId)).isEqualTo(1);
		assertThat(this.events).containsExactly(event);
	}

	@Test
	void deliveryThatFailedIsNotRecorded() {
		String orderId = paid("fails once");
		this.events.await(KaspiOrderPaidEvent.class);
		assertThat(this.events.paid()).hasSize(1);
		assertThat(effects(orderId)).isEqualTo(1);
	}

	@Test
	void tellsKindsAndOrdersApart() {
		String first = paid("first");
		String second = create("second");
		this.events.forOrder(first).await(KaspiOrderPaidEvent.class);
		this.simulator.refund(first, BigDecimal.TEN);
		this.simulator.cancel(second);
		this.events.await(KaspiOrderRefundedEvent.class);
		this.events.await(KaspiOrderCancelledEvent.class);
		assertThat(this.events).hasSize(3);
		assertThat(this.events.paid()).extracting(KaspiOrderEvent::orderId).containsExactly(first);
		assertThat(this.events.refunded()).extracting(KaspiOrderEvent::orderId).containsExactly(first);
		assertThat(this.events.cancelled()).extracting(KaspiOrderEvent::orderId).containsExactly(second);
		assertThat(this.events.expired()).isEmpty();
		assertThat(this.events.disputed()).isEmpty();
		assertThat(this.events.forOrder(second)).hasSize(1);
		assertThat(this.events.ofType(KaspiOrderEvent.class)).isEqualTo(this.events.all());
		this.events.clear();
		assertThat(this.events.all()).isEmpty();
	}

	@Test
	void failsWhenNothingComes() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.events.forOrder("ORD-1").await(KaspiOrderPaidEvent.class, Duration.ofMillis(20)))
			.withMessage("Expected KaspiOrderPaidEvent of order ORD-1 within PT0.02S but there was only []");
	}

	@Test
	void severalThreadsCanWait() {
		CompletableFuture<KaspiOrderPaidEvent> other = CompletableFuture
			.supplyAsync(() -> this.events.await(KaspiOrderPaidEvent.class));
		paid("awaited twice");
		assertThat(this.events.await(KaspiOrderPaidEvent.class)).isEqualTo(other.join());
	}

	private String create(String description) {
		KaspiOrder order = this.orders
			.create(KaspiOrderRequest.builder().amount(25000).description(description).build());
		return order.orderId();
	}

	private String paid(String description) {
		String orderId = create(description);
		this.simulator.pay(orderId);
		return orderId;
	}

	private int effects(String orderId) {
		return this.jdbc.sql("SELECT COUNT(*) FROM effect WHERE order_id = ?")
			.param(orderId)
			.query(Integer.class)
			.single();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final JdbcClient jdbc;

		private final KaspiPaySimulator simulator;

		private int failures;

		Application(JdbcClient jdbc, KaspiPaySimulator simulator) {
			this.jdbc = jdbc;
			this.simulator = simulator;
			jdbc.sql("CREATE TABLE effect (order_id VARCHAR(100))").update();
		}

		@EventListener
		void on(KaspiOrderPaidEvent event) {
			this.jdbc.sql("INSERT INTO effect VALUES (?)").param(event.orderId()).update();
			boolean fails = this.simulator.order(event.orderId())
				.map(SimulatedOrder::description)
				.filter("fails once"::equals)
				.isPresent();
			if (fails && this.failures++ == 0) {
				throw new IllegalStateException("This listener fails on purpose");
			}
		}

	}

}
