/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.sql.Connection;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Pool;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is done in a transaction of the caller's: the ledger has its own, on a connection
 * of its own, and leaves none behind.
 */
@Tag("database")
class CallersTransactionTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	private final ApplicationContextRunner runner = DatabaseRunners.postgres()
		.withPropertyValues(api.properties())
		.withPropertyValues("kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.ledger.table-prefix=callers_",
				"kaspi.pay.polling.enabled=false");

	@BeforeEach
	void reset() {
		api.reset();
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@Test
	void jpaCallerThatRollsBackKeepsTheOrderAndLosesItsEntity() {
		this.runner.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=create")
			.withUserConfiguration(Entities.class)
			.run((context) -> {
				EntityManager entities = SharedEntityManagerCreator
					.createSharedEntityManager(context.getBean(EntityManagerFactory.class));
				transaction(context).executeWithoutResult((status) -> {
					entities.persist(new KaspiPayJdbcLedgerTransactionTests.ShippedOrder("undone"));
					entities.flush();
					create(context, "in-jpa");
					status.setRollbackOnly();
				});
				assertThat(rows(context, "SELECT order_id FROM shipped_order")).isEmpty();
				assertThat(orders(context).findByReference("in-jpa")).isPresent();
				transaction(context).executeWithoutResult((status) -> {
					entities.persist(new KaspiPayJdbcLedgerTransactionTests.ShippedOrder("done"));
					create(context, "in-jpa-too");
				});
				assertThat(rows(context, "SELECT order_id FROM shipped_order")).containsExactly("done");
			});
	}

	@Test
	void jdbcCallerThatRollsBackKeepsTheOrder() {
		this.runner.run((context) -> {
			transaction(context).executeWithoutResult((status) -> {
				create(context, "in-jdbc");
				status.setRollbackOnly();
			});
			assertThat(orders(context).findByReference("in-jdbc")).isPresent();
		});
	}

	@Test
	void callerWithoutATransactionOfItsOwnIsLeftNoConnection() {
		this.runner.run((context) -> {
			TransactionTemplate supports = transaction(context);
			supports.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
			supports.executeWithoutResult((status) -> {
				create(context, "supports");
				orders(context).findByReference("supports");
				assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isTrue();
				assertThat(Pool.active(context)).isZero();
			});
		});
	}

	@Test
	void readOnlyCallerWhoseReadsGoToAnEmptyReplica() {
		this.runner.withUserConfiguration(LazyReplica.class)
			.run((context) -> assertCreatesInReadOnlyTransaction(context, "lazy-replica"));
	}

	@Test
	void readOnlyCallerWhoseReadsAreRoutedToAnEmptyReplica() {
		this.runner.withUserConfiguration(RoutedReplica.class)
			.run((context) -> assertCreatesInReadOnlyTransaction(context, "routed-replica"));
	}

	private static void assertCreatesInReadOnlyTransaction(ApplicationContext context, String reference) {
		TransactionTemplate readOnly = transaction(context);
		readOnly.setReadOnly(true);
		for (int i = 0; i < 2; i++) {
			KaspiOrder order = Objects.requireNonNull(readOnly.execute((status) -> create(context, reference)));
			assertThat(order.orderId()).isEqualTo(reference);
			assertThat(readOnly.<Boolean>execute((status) -> orders(context).findByReference(reference).isPresent()))
				.isTrue();
		}
		assertThat(api.creationCalls()).isEqualTo(1);
	}

	private static KaspiOrder create(ApplicationContext context, String reference) {
		return orders(context).create(KaspiOrderRequest.builder().amount(100).reference(reference).build());
	}

	private static KaspiOrderService orders(ApplicationContext context) {
		return context.getBean(KaspiOrderService.class);
	}

	private static List<String> rows(ApplicationContext context, String sql) {
		return context.getBean(JdbcClient.class).sql(sql).query(String.class).list();
	}

	private static TransactionTemplate transaction(ApplicationContext context) {
		return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = KaspiPayJdbcLedgerTransactionTests.class)
	static class Entities {

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyReplica {

		@Bean
		@Primary
		LazyConnectionDataSourceProxy proxy() {
			LazyConnectionDataSourceProxy proxy = new LazyConnectionDataSourceProxy(
					DatabaseRunners.postgresDataSource());
			proxy.setDefaultAutoCommit(true);
			proxy.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
			proxy.setReadOnlyDataSource(emptyReplica());
			return proxy;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RoutedReplica {

		@Bean
		@Primary
		DataSource routing() {
			DataSource primary = DatabaseRunners.postgresDataSource();
			DataSource replica = emptyReplica();
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected Object determineCurrentLookupKey() {
					return TransactionSynchronizationManager.isCurrentTransactionReadOnly();
				}

			};
			routing.setTargetDataSources(java.util.Map.of(false, primary, true, replica));
			return routing;
		}

	}

	private static DataSource emptyReplica() {
		return new DriverManagerDataSource("jdbc:h2:mem:replica;DB_CLOSE_DELAY=-1");
	}

}
