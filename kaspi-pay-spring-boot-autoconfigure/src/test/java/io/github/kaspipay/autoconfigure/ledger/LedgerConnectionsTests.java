/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.KaspiPayDataSource;
import io.github.kaspipay.autoconfigure.KaspiPayTransactionManager;
import io.github.kaspipay.autoconfigure.diagnostics.StartUpFailures;
import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.LedgerStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.jta.JtaTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which DataSource and which transaction manager the ledger takes, and what becomes of a
 * choice that cannot work.
 */
@Tag("database")
class LedgerConnectionsTests {

	private static final AtomicInteger databases = new AtomicInteger();

	@Test
	void severalDataSourcesFailWithTheirNames() {
		DatabaseRunners.none()
			.withBean("orders", DataSource.class, LedgerConnectionsTests::h2)
			.withBean("reports", DataSource.class, LedgerConnectionsTests::h2)
			.run((context) -> {
				FailureAnalysis analysis = analyze(context);
				assertThat(analysis.getDescription()).contains("'orders', 'reports'");
				assertThat(analysis.getAction()).contains("@Primary", "@KaspiPayDataSource",
						"kaspi.pay.ledger.type=memory");
			});
		DatabaseRunners.none()
			.withPropertyValues("kaspi.pay.ledger.type=memory")
			.withBean("orders", DataSource.class, LedgerConnectionsTests::h2)
			.withBean("reports", DataSource.class, LedgerConnectionsTests::h2)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(InMemoryLedgerStore.class));
	}

	@Test
	void primaryDataSourceIsTaken() {
		DatabaseRunners.none()
			.withBean("orders", DataSource.class, LedgerConnectionsTests::h2, (bean) -> bean.setPrimary(true))
			.withBean("reports", DataSource.class, LedgerConnectionsTests::h2)
			.run((context) -> assertLedgerIn(context, "orders"));
	}

	@Test
	void qualifiedDataSourceIsTakenThoughAnotherIsPrimary() {
		DatabaseRunners.none()
			.withUserConfiguration(Qualified.class)
			.run((context) -> assertLedgerIn(context, "ledger"));
	}

	@Test
	void qualifiedDataSourceIsTakenThoughItIsNoDefaultCandidate() {
		DatabaseRunners.h2()
			.withUserConfiguration(NoDefaultCandidate.class)
			.run((context) -> assertThat(analyze(context).getAction()).contains("@KaspiPayTransactionManager"));
		DatabaseRunners.h2()
			.withUserConfiguration(NoDefaultCandidate.class, NoDefaultManager.class)
			.run((context) -> assertLedgerIn(context, "ledger"));
		DatabaseRunners.none()
			.withUserConfiguration(NoDefaultCandidate.class)
			.run((context) -> assertLedgerIn(context, "ledger"));
	}

	@Test
	void severalQualifiedDataSourcesFail() {
		DatabaseRunners.none()
			.withUserConfiguration(Qualified.class, QualifiedToo.class)
			.run((context) -> assertThat(analyze(context).getDescription())
				.contains("several with @KaspiPayDataSource"));
	}

	@Test
	void onlyTransactionManagerOfTheLedgersDataSourceIsTaken() {
		DatabaseRunners.h2().withUserConfiguration(RightAndWrongManager.class).run(LedgerConnectionsTests::assertWorks);
	}

	@Test
	void qualifiedTransactionManagerIsTaken() {
		DatabaseRunners.h2()
			.withUserConfiguration(TwoRightManagers.class, QualifiedManager.class)
			.run(LedgerConnectionsTests::assertWorks);
	}

	@Test
	void severalTransactionManagersOfTheLedgersDataSourceFailWithTheirNames() {
		DatabaseRunners.h2().withUserConfiguration(TwoRightManagers.class).run((context) -> {
			FailureAnalysis analysis = analyze(context);
			assertThat(analysis.getDescription()).contains("'one', 'two'", "several are on");
			assertThat(analysis.getAction()).contains("@KaspiPayTransactionManager");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void transactionManagerOfAnotherDataSourceFails(String autoCommit) {
		DatabaseRunners.postgres()
			.withPropertyValues("spring.datasource.hikari.auto-commit=" + autoCommit,
					"kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.ledger.table-prefix=wrong_manager_")
			.withBean("elsewhere", PlatformTransactionManager.class, () -> new JdbcTransactionManager(h2()))
			.run((context) -> {
				FailureAnalysis analysis = analyze(context);
				assertThat(analysis.getDescription()).contains("'elsewhere'", "is of something else");
				assertThat(analysis.getAction()).contains("@KaspiPayTransactionManager", "@KaspiPayDataSource");
			});
	}

	@Test
	void nothingIsLostWithoutAutoCommit() {
		DatabaseRunners.postgres()
			.withPropertyValues("spring.datasource.hikari.auto-commit=false",
					"kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.ledger.table-prefix=no_auto_commit_")
			.run((context) -> {
				assertWorks(context);
				assertThat(JdbcClient.create(DatabaseRunners.postgresDataSource())
					.sql("SELECT status || ' ' || state FROM no_auto_commit_order JOIN no_auto_commit_event USING (order_id)")
					.query(String.class)
					.list()).containsExactly("PAID DELIVERED");
			});
	}

	@Test
	void jtaFailsWithWhatToDo() {
		DatabaseRunners.h2()
			.withBean("jta", PlatformTransactionManager.class,
					() -> new JtaTransactionManager(Mockito.mock(jakarta.transaction.UserTransaction.class)))
			.run((context) -> {
				FailureAnalysis analysis = analyze(context);
				assertThat(analysis.getDescription()).contains("'jta'", "JtaTransactionManager");
				assertThat(analysis.getAction()).contains("JdbcTransactionManager");
			});
	}

	@Test
	void worksWithoutATransactionManager() {
		DatabaseRunners.none()
			.withBean(DataSource.class, LedgerConnectionsTests::h2)
			.run(LedgerConnectionsTests::assertWorks);
	}

	@Test
	void isInMemoryWithoutSpringsJdbc() {
		DatabaseRunners.none()
			.withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.transaction"))
			.withBean(DataSource.class, () -> Mockito.mock(DataSource.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(InMemoryLedgerStore.class));
	}

	@Test
	void worksBehindProxiesOfTheDataSource() {
		DatabaseRunners.none()
			.withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class))
			.withBean(DataSource.class, () -> new TransactionAwareDataSourceProxy(h2()))
			.run(LedgerConnectionsTests::assertWorks);
		DatabaseRunners.none()
			.withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class))
			.withBean(DataSource.class, () -> new LazyConnectionDataSourceProxy(h2()))
			.run(LedgerConnectionsTests::assertWorks);
	}

	@Test
	void worksWithLazyInitialization() {
		DatabaseRunners.h2()
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(LazyInitializationExcludeFilter.class,
					() -> LazyInitializationExcludeFilter.forBeanTypes(SmartInitializingSingleton.class))
			.run(LedgerConnectionsTests::assertWorks);
	}

	@Test
	void worksWithTheDataSourceInAParentContext() {
		new ApplicationContextRunner().withBean("parents", DataSource.class, LedgerConnectionsTests::h2)
			.run((parent) -> DatabaseRunners.none()
				.withParent(parent)
				.run((context) -> assertLedgerIn(context, "parents")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "REGULAR", "LEGACY", "DB2", "HSQLDB", "MARIADB", "MYSQL", "POSTGRESQL",
			"POSTGRESQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH" })
	void worksInAModeOfH2(String mode) {
		DatabaseRunners.none()
			.withBean(DataSource.class, () -> h2(";MODE=" + mode))
			.run(LedgerConnectionsTests::assertWorks);
	}

	@ParameterizedTest
	@ValueSource(strings = { "STRICT", "DERBY", "MSSQLSERVER", "ORACLE" })
	void explainsAModeOfH2ItCannotWorkIn(String mode) {
		DatabaseRunners.none().withBean(DataSource.class, () -> h2(";MODE=" + mode)).run((context) -> {
			FailureAnalysis analysis = analyze(context);
			assertThat(analysis.getDescription()).contains("mode without LIMIT", "MODE=PostgreSQL");
			assertThat(analysis.getAction()).contains("kaspi.pay.ledger.type=memory");
		});
	}

	/**
	 * Creates an order, has it paid and its event delivered.
	 */
	static void assertWorks(ApplicationContext context) {
		assertThat(context.getBean(LedgerStore.class)).isInstanceOf(JdbcLedgerStore.class);
		DatabaseRunners.createAndPay(context);
	}

	private static void assertLedgerIn(ApplicationContext context, String dataSource) {
		assertWorks(context);
		assertThat(JdbcClient.create(context.getBean(dataSource, DataSource.class))
			.sql("SELECT COUNT(*) FROM kaspi_pay_order")
			.query(Integer.class)
			.single()).isEqualTo(1);
	}

	private static FailureAnalysis analyze(
			org.springframework.boot.test.context.assertj.AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		return StartUpFailures.analyze(context.getStartupFailure());
	}

	private static DataSource h2() {
		return h2("");
	}

	private static DataSource h2(String settings) {
		return new DriverManagerDataSource(
				"jdbc:h2:mem:connections-" + databases.incrementAndGet() + ";DB_CLOSE_DELAY=-1" + settings);
	}

	@Configuration(proxyBeanMethods = false)
	static class Qualified {

		@Bean
		@Primary
		DataSource application() {
			return h2();
		}

		@Bean
		@KaspiPayDataSource
		DataSource ledger() {
			return h2();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedToo {

		@Bean
		@KaspiPayDataSource
		DataSource ledgerToo() {
			return h2();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoDefaultCandidate {

		@Bean(defaultCandidate = false)
		@KaspiPayDataSource
		DataSource ledger() {
			return h2();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoDefaultManager {

		@Bean(defaultCandidate = false)
		@KaspiPayTransactionManager
		PlatformTransactionManager ledgerTransactions(@KaspiPayDataSource DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RightAndWrongManager {

		@Bean
		PlatformTransactionManager right(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		@Primary
		PlatformTransactionManager wrong() {
			return new JdbcTransactionManager(h2());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoRightManagers {

		@Bean
		PlatformTransactionManager one(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		PlatformTransactionManager two(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedManager {

		@Bean
		@KaspiPayTransactionManager
		PlatformTransactionManager three(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

}
