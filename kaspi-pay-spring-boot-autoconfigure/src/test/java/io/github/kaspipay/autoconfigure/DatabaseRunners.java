package io.github.kaspipay.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;

/**
 * Context runners with Kaspi Pay and a database.
 */
final class DatabaseRunners {

	private DatabaseRunners() {
	}

	/**
	 * Without a DataSource.
	 */
	static ApplicationContextRunner none() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(KaspiPayAutoConfiguration.class, KaspiPayRateLimitAutoConfiguration.class,
							KaspiPayClientAutoConfiguration.class, KaspiPayJdbcLedgerAutoConfiguration.class,
							KaspiPayLedgerAutoConfiguration.class, KaspiPayPollingAutoConfiguration.class))
			.withPropertyValues("kaspi.pay.base-url=http://127.0.0.1:1", "kaspi.pay.merchant-id=MERCHANT123",
					"kaspi.pay.client-id=client-1", "kaspi.pay.client-secret=Zq7-client-credential");
	}

	/**
	 * With an embedded H2 of its own.
	 */
	static ApplicationContextRunner h2() {
		return none().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceInitializationAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				TransactionAutoConfiguration.class, TransactionManagerCustomizationAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class));
	}

	/**
	 * With PostgreSQL, which no application takes for embedded.
	 */
	static ApplicationContextRunner postgres() {
		return h2().withPropertyValues("spring.datasource.url=" + Postgres.SERVER.getJdbcUrl("postgres", "postgres"),
				"spring.datasource.username=postgres", "spring.datasource.hikari.minimum-idle=0");
	}

	/**
	 * Records a paid order and has its event delivered.
	 */
	static void pay(BeanFactory context, String orderId) {
		KaspiOrder order = new KaspiOrder(orderId, null, KaspiOrderStatus.PAID, BigDecimal.TEN, BigDecimal.ZERO, null,
				null, null, null, Instant.now());
		context.getBean(KaspiOrderLedger.class).observe(new Answered(order, KaspiEventSource.API, null));
	}

	private static final class Postgres {

		private static final EmbeddedPostgres SERVER = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
