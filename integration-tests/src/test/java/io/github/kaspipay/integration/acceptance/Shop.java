/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import io.github.kaspipay.autoconfigure.KaspiPayClock;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.polling.KaspiOrderPoller;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.test.KaspiPaySimulatorConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * An application that sells, and hears what became of its orders. It can be ended and
 * started again.
 */
final class Shop implements AutoCloseable {

	private final KaspiPaySimulator simulator;

	private final List<String> properties;

	private final @Nullable DriverManagerDataSource database;

	private final Heard heard = new Heard();

	private ConfigurableApplicationContext context;

	Shop(KaspiPaySimulator simulator, Kaspi kaspi, @Nullable DriverManagerDataSource database) {
		this.simulator = simulator;
		this.database = database;
		this.properties = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false"));
		String excluded = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration";
		if (database != null) {
			this.properties.addAll(
					List.of("spring.datasource.url=" + database.getUrl(), "kaspi.pay.ledger.initialize-schema=always"));
		}
		else {
			excluded += ",org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";
		}
		this.properties.add("spring.autoconfigure.exclude=" + excluded);
		this.properties.addAll(kaspi.properties());
		this.context = start();
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).initializers((context) -> {
			context.getBeanFactory().registerSingleton("simulator", this.simulator);
			context.getBeanFactory().registerSingleton("heard", this.heard);
		}).properties(this.properties.toArray(String[]::new)).run();
	}

	KaspiOrderService orders() {
		return this.context.getBean(KaspiOrderService.class);
	}

	/**
	 * Returns the events of an order.
	 */
	<E extends KaspiOrderEvent> List<E> heard(KaspiOrder order, Class<E> type) {
		return this.heard.events.stream()
			.filter((event) -> event.orderId().equals(order.orderId()))
			.filter(type::isInstance)
			.map(type::cast)
			.toList();
	}

	/**
	 * Lets time pass for Kaspi, and for the order: one in a database goes by the
	 * database's time, and is made older.
	 */
	void letPass(KaspiOrder order, Duration time) {
		this.simulator.advance(time);
		if (this.database != null) {
			makeOlder(this.database, order, time);
		}
		this.context.getBean(KaspiOrderPoller.class).poll();
	}

	private static void makeOlder(DataSource database, KaspiOrder order, Duration time) {
		String sql = """
				UPDATE kaspi_pay_order SET created_at = created_at - d, expires_at = expires_at - d,
					recorded_at = recorded_at - d, next_poll_at = next_poll_at - d, expedited_at = expedited_at - d,
					version = version + 1
				FROM (SELECT CAST(? AS BIGINT) d) AS by WHERE order_id = ?""";
		int changed = JdbcClient.create(database).sql(sql).params(time.toMillis(), order.orderId()).update();
		if (changed != 1) {
			throw new IllegalStateException("There is no order " + order.orderId());
		}
	}

	void stop() {
		this.context.close();
	}

	void startAgain() {
		this.context = start();
	}

	@Override
	public void close() {
		stop();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(KaspiPaySimulatorConfiguration.class)
	static class Application {

		@Bean
		@KaspiPayClock
		Clock kaspiPayClock(KaspiPaySimulator simulator) {
			return simulator.clock();
		}

		@Bean
		Listener listener(Heard heard) {
			return new Listener(heard);
		}

	}

	/**
	 * Hears the events, in each of the application's lives.
	 */
	static class Listener {

		private final Heard heard;

		Listener(Heard heard) {
			this.heard = heard;
		}

		@EventListener
		void on(KaspiOrderEvent event) {
			this.heard.events.add(event);
		}

	}

	/**
	 * What was heard, over all lives.
	 */
	static final class Heard {

		private final List<KaspiOrderEvent> events = new CopyOnWriteArrayList<>();

	}

}
