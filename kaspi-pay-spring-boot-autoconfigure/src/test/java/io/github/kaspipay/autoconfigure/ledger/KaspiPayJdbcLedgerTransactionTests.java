/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What listeners write with JPA is committed with the mark that the event is delivered.
 */
@Tag("database")
class KaspiPayJdbcLedgerTransactionTests {

	private final ApplicationContextRunner runner = DatabaseRunners.postgres()
		.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
		.withPropertyValues("kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.events.first-pause=100ms",
				"spring.jpa.hibernate.ddl-auto=create")
		.withUserConfiguration(Shop.class);

	@Test
	void commitsAnEntityWithTheMark() {
		this.runner.withPropertyValues("kaspi.pay.ledger.table-prefix=jpa_").run((context) -> {
			assertThat(context).hasSingleBean(JpaTransactionManager.class);
			DatabaseRunners.pay(context, "good");
			await().until(() -> state(context, "jpa_", "good").equals("DELIVERED 1"));
			assertThat(shipped(context)).containsExactly("good");
			assertThat(context.getBean(JdbcClient.class)
				.sql("SELECT (SELECT xmin::text FROM shipped_order WHERE order_id = 'good') = "
						+ "(SELECT xmin::text FROM jpa_event WHERE order_id = 'good')")
				.query(Boolean.class)
				.single()).isTrue();
		});
	}

	@Test
	void undoesAnEntityWithTheFailure() {
		this.runner
			.withPropertyValues("kaspi.pay.ledger.table-prefix=jpa_failing_", "kaspi.pay.events.first-pause=1h",
					"kaspi.pay.events.max-pause=1h")
			.run((context) -> {
				DatabaseRunners.pay(context, "fails-always");
				await().until(() -> state(context, "jpa_failing_", "fails-always").equals("PENDING 1"));
				assertThat(shipped(context)).isEmpty();
			});
	}

	@Test
	void writesAnEntityOnceAfterFailures() {
		this.runner.withPropertyValues("kaspi.pay.ledger.table-prefix=jpa_twice_").run((context) -> {
			DatabaseRunners.pay(context, "fails-twice");
			await().until(() -> state(context, "jpa_twice_", "fails-twice").equals("DELIVERED 3"));
			assertThat(shipped(context)).containsExactly("fails-twice");
		});
	}

	@Test
	void repeatsIfTheEntityCannotBeWrittenAtCommit() {
		this.runner.withPropertyValues("kaspi.pay.ledger.table-prefix=jpa_flush_", "kaspi.pay.events.max-attempts=1")
			.run((context) -> {
				DatabaseRunners.pay(context, "x".repeat(60));
				await().until(() -> state(context, "jpa_flush_", "x".repeat(60)).equals("PARKED 1"));
				assertThat(shipped(context)).isEmpty();
			});
	}

	@Test
	void reachesTransactionalListeners() {
		this.runner.withPropertyValues("kaspi.pay.ledger.table-prefix=jpa_phases_").run((context) -> {
			DatabaseRunners.pay(context, "phases");
			await().until(() -> context.getBean(Shop.class).phases.size() == 2);
			assertThat(context.getBean(Shop.class).phases).containsExactly("before phases true",
					"after phases DELIVERED 1");
		});
	}

	private static List<String> shipped(ApplicationContext context) {
		return context.getBean(JdbcClient.class).sql("SELECT order_id FROM shipped_order").query(String.class).list();
	}

	private static String state(ApplicationContext context, String prefix, String orderId) {
		return context.getBean(JdbcClient.class)
			.sql("SELECT state || ' ' || attempts FROM " + prefix + "event WHERE order_id = :id")
			.param("id", orderId)
			.query(String.class)
			.single();
	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = KaspiPayJdbcLedgerTransactionTests.class)
	static class Shop {

		private final List<String> phases = new CopyOnWriteArrayList<>();

		private final List<String> attempts = new CopyOnWriteArrayList<>();

		@PersistenceContext
		private EntityManager entities;

		private final ApplicationContext context;

		Shop(ApplicationContext context) {
			this.context = context;
		}

		@EventListener
		void ship(KaspiOrderPaidEvent event) {
			this.entities.persist(new ShippedOrder(event.orderId()));
			this.attempts.add(event.orderId());
			if (event.orderId().equals("fails-always")
					|| (event.orderId().equals("fails-twice") && this.attempts.size() < 3)) {
				throw new IllegalStateException("The listener fails");
			}
		}

		@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT, condition = "#event.orderId() == 'phases'")
		void beforeCommit(KaspiOrderPaidEvent event) {
			this.phases
				.add("before " + event.orderId() + " " + TransactionSynchronizationManager.isActualTransactionActive());
		}

		@TransactionalEventListener(condition = "#event.orderId() == 'phases'")
		void afterCommit(KaspiOrderPaidEvent event) {
			this.phases.add("after " + event.orderId() + " " + state(this.context, "jpa_phases_", event.orderId()));
		}

	}

	/**
	 * What the shop keeps.
	 */
	@Entity(name = "shipped_order")
	static class ShippedOrder {

		@Id
		@Column(name = "order_id", length = 40)
		private String orderId;

		ShippedOrder() {
		}

		ShippedOrder(String orderId) {
			this.orderId = orderId;
		}

		String getOrderId() {
			return this.orderId;
		}

	}

}
