/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Clock;

import javax.sql.DataSource;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.LedgerClock;
import io.github.kaspipay.autoconfigure.diagnostics.StartUpFailures;
import io.github.kaspipay.jdbc.DatabaseClock;
import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link KaspiPayJdbcLedgerAutoConfiguration}.
 */
@Tag("database")
class KaspiPayJdbcLedgerAutoConfigurationTests {

	@Test
	void keepsTheLedgerInTheDatabaseIfThereIsOne() {
		DatabaseRunners.h2().run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(LedgerStore.class)
				.hasSingleBean(JdbcLedgerStore.class)
				.hasSingleBean(KaspiEventDispatcher.class)
				.hasSingleBean(LedgerKaspiOrderService.class);
			assertThat(context.getBean(LedgerClock.class).value()).isInstanceOf(DatabaseClock.class);
			DatabaseRunners.pay(context, "1");
			assertThat(context.getBean(JdbcClient.class)
				.sql("SELECT status FROM kaspi_pay_order WHERE order_id = '1'")
				.query(String.class)
				.single()).isEqualTo("PAID");
		});
	}

	@Test
	void keepsTheLedgerInMemoryIfToldTo() {
		DatabaseRunners.h2().withPropertyValues("kaspi.pay.ledger.type=memory").run((context) -> {
			assertThat(context).hasSingleBean(LedgerStore.class).hasSingleBean(InMemoryLedgerStore.class);
			assertThat(context.getBean(LedgerClock.class).value()).isNotInstanceOf(DatabaseClock.class);
		});
	}

	@Test
	void keepsTheLedgerInMemoryWithoutADatabase() {
		DatabaseRunners.none().run((context) -> assertThat(context).hasSingleBean(InMemoryLedgerStore.class));
	}

	@Test
	void wantsADatabaseIfToldTo() {
		DatabaseRunners.none()
			.withPropertyValues("kaspi.pay.ledger.type=jdbc")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getAction())
				.contains("spring-boot-starter-jdbc", "kaspi.pay.ledger.type=memory"));
	}

	@Test
	void wantsOneDatabaseToBePrimaryIfToldTo() {
		DataSource dataSource = new DriverManagerDataSource("jdbc:h2:mem:two");
		DatabaseRunners.none()
			.withPropertyValues("kaspi.pay.ledger.type=jdbc")
			.withBean("one", DataSource.class, () -> dataSource)
			.withBean("two", DataSource.class, () -> dataSource)
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getAction()).contains("@Primary"));
	}

	@Test
	void backsOffForTheApplicationsStore() {
		InMemoryEventOutbox outbox = new InMemoryEventOutbox(Clock.systemUTC());
		InMemoryLedgerStore own = new InMemoryLedgerStore(1, Clock.systemUTC(), outbox);
		ApplicationContextRunner runner = DatabaseRunners.h2()
			.withBean("own", InMemoryLedgerStore.class, () -> own)
			.withBean(InMemoryEventOutbox.class, () -> outbox);
		runner.run((context) -> {
			assertThat(context).getBean(LedgerStore.class).isSameAs(own);
			assertThat(tables(context.getBean(DataSource.class), "kaspi_pay_")).isZero();
		});
	}

	@Test
	void isOffWithKaspiPay() {
		DatabaseRunners.h2()
			.withPropertyValues("kaspi.pay.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LedgerStore.class));
	}

	@Test
	void createsTablesOnlyInAnEmbeddedDatabaseByItself() {
		DatabaseRunners.postgres().run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("missing");
			assertThat(analysis.getAction()).contains("kaspi.pay.ledger.initialize-schema=always",
					"classpath:io/github/kaspipay/jdbc/postgresql-1.sql", "kaspi.pay.ledger.table-prefix");
			assertThat(new ClassPathResource("io/github/kaspipay/jdbc/postgresql-1.sql").exists()).isTrue();
		});
	}

	@Test
	void createsTablesIfToldTo() {
		ApplicationContextRunner runner = DatabaseRunners.postgres()
			.withPropertyValues("kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.ledger.table-prefix=told_");
		for (int start = 0; start < 2; start++) {
			runner.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(JdbcLedgerStore.class);
				assertThat(tables(context.getBean(DataSource.class), "told_")).isEqualTo(5);
			});
		}
		runner.withPropertyValues("kaspi.pay.ledger.initialize-schema=never")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void createsNoTablesIfToldSo() {
		DatabaseRunners.h2()
			.withPropertyValues("kaspi.pay.ledger.initialize-schema=never")
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getAction())
				.contains("classpath:io/github/kaspipay/jdbc/h2-1.sql"));
	}

	@Test
	void runsAfterTheApplicationsOwnScripts() {
		DatabaseRunners.h2()
			.withPropertyValues("spring.sql.init.schema-locations=classpath:own-schema.sql",
					"kaspi.pay.ledger.table-prefix=shop.kaspi_")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(tables(context.getBean(DataSource.class), "kaspi_")).isEqualTo(5);
			});
	}

	@Test
	void explainsADatabaseItDoesNotKnow() {
		DatabaseRunners.none()
			.withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class))
			.withBean(DataSource.class, KaspiPayJdbcLedgerAutoConfigurationTests::oracle)
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("PostgreSQL", "Oracle");
				assertThat(analysis.getAction()).contains("kaspi.pay.ledger.type=memory");
			});
	}

	@Test
	void explainsATransactionManagerOfSomethingElse() {
		DatabaseRunners.h2()
			.withBean(PlatformTransactionManager.class,
					() -> new JdbcTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:other")))
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.contains("transaction manager"));
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return StartUpFailures.analyze(failure);
	}

	private static long tables(DataSource dataSource, String prefix) {
		return JdbcClient.create(dataSource)
			.sql("SELECT COUNT(*) FROM information_schema.tables WHERE lower(table_name) IN (:order, :refund, "
					+ ":event, :webhook, :schema)")
			.param("order", prefix + "order")
			.param("refund", prefix + "refund")
			.param("event", prefix + "event")
			.param("webhook", prefix + "webhook")
			.param("schema", prefix + "schema")
			.query(Long.class)
			.single();
	}

	private static DataSource oracle() {
		try {
			DataSource dataSource = Mockito.mock(DataSource.class);
			Connection connection = Mockito.mock(Connection.class);
			DatabaseMetaData metaData = Mockito.mock(DatabaseMetaData.class);
			Mockito.when(dataSource.getConnection()).thenReturn(connection);
			Mockito.when(connection.getMetaData()).thenReturn(metaData);
			Mockito.when(metaData.getDatabaseProductName()).thenReturn("Oracle");
			return dataSource;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
