/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.KaspiPayDataSource;
import io.github.kaspipay.autoconfigure.KaspiPayEventsProperties;
import io.github.kaspipay.autoconfigure.KaspiPayLedgerProperties;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayLedgerProperties.InitializeSchema;
import io.github.kaspipay.autoconfigure.KaspiPayTransactionManager;
import io.github.kaspipay.autoconfigure.LedgerClock;
import io.github.kaspipay.autoconfigure.ProxyTargetClass;
import io.github.kaspipay.autoconfigure.condition.AnyCandidate;
import io.github.kaspipay.jdbc.DatabaseClock;
import io.github.kaspipay.jdbc.JdbcEventOutbox;
import io.github.kaspipay.jdbc.JdbcKaspiOrders;
import io.github.kaspipay.jdbc.JdbcLedgerFigures;
import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.jdbc.JdbcPollQueue;
import io.github.kaspipay.jdbc.JdbcQueryLeases;
import io.github.kaspipay.jdbc.JdbcStoreSettings;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.jdbc.LedgerSchema;
import io.github.kaspipay.ledger.LedgerStore;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the ledger in the application's database.
 */
@AutoConfiguration(after = KaspiPayAutoConfiguration.class,
		afterName = { "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
				"org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@ConditionalOnClass({ JdbcClient.class, EmbeddedDatabaseConnection.class })
@Conditional({ KaspiPayJdbcLedgerAutoConfiguration.NotInMemory.class,
		KaspiPayJdbcLedgerAutoConfiguration.AnyDataSource.class })
@ConditionalOnMissingBean(LedgerStore.class)
public class KaspiPayJdbcLedgerAutoConfiguration {

	@Bean("kaspi.pay.ledgerConnections")
	LedgerConnections ledgerConnections(ListableBeanFactory beans,
			@KaspiPayDataSource ObjectProvider<DataSource> qualified, ObjectProvider<DataSource> candidates) {
		return new LedgerConnections(beans, qualified, candidates);
	}

	/**
	 * Reads the database's time at once: later a caller's transaction may go to a
	 * replica.
	 */
	@Bean("kaspi.pay.ledgerClock")
	@ConditionalOnMissingBean
	LedgerClock ledgerClock(LedgerConnections connections) {
		DatabaseClock clock = inDatabase(() -> new DatabaseClock(connections.dataSource()));
		clock.instant();
		return new LedgerClock(clock);
	}

	@Bean("kaspi.pay.ledgerDatabase")
	@DependsOnDatabaseInitialization
	LedgerDatabase ledgerDatabase(KaspiPayProperties properties, LedgerConnections connections,
			@KaspiPayTransactionManager ObjectProvider<PlatformTransactionManager> qualified,
			ObjectProvider<PlatformTransactionManager> candidates, LedgerClock clock) {
		DataSource dataSource = connections.dataSource();
		KaspiPayLedgerProperties ledger = properties.ledger();
		KaspiPayEventsProperties events = properties.events();
		JdbcStoreSettings settings = new JdbcStoreSettings(ledger.tablePrefix(), events.listenerTimeout(),
				ledger.webhookRetention(), events.retention(), ledger.retention());
		return inDatabase(() -> {
			prepare(new LedgerSchema(dataSource, ledger.tablePrefix()), ledger.initializeSchema(), dataSource);
			return new LedgerDatabase(dataSource, connections.transactionManager(qualified, candidates), clock.value(),
					settings);
		});
	}

	@Bean("kaspi.pay.eventOutbox")
	@ProxyTargetClass
	JdbcEventOutbox eventOutbox(LedgerDatabase database) {
		return new JdbcEventOutbox(database);
	}

	@Bean("kaspi.pay.ledgerStore")
	@ProxyTargetClass
	JdbcLedgerStore ledgerStore(LedgerDatabase database, JdbcEventOutbox outbox) {
		return new JdbcLedgerStore(database, outbox);
	}

	@Bean("kaspi.pay.pollQueue")
	JdbcPollQueue pollQueue(LedgerDatabase database, JdbcLedgerStore store) {
		return new JdbcPollQueue(database, store);
	}

	@Bean("kaspi.pay.queryLeases")
	JdbcQueryLeases queryLeases(LedgerDatabase database) {
		return new JdbcQueryLeases(database);
	}

	@Bean("kaspi.pay.ledgerFigures")
	JdbcLedgerFigures ledgerFigures(LedgerDatabase database) {
		return new JdbcLedgerFigures(database);
	}

	@Bean("kaspi.pay.orders")
	JdbcKaspiOrders kaspiOrders(LedgerDatabase database) {
		return new JdbcKaspiOrders(database);
	}

	@Bean("kaspi.pay.merchantStores")
	JdbcMerchantStores merchantStores(LedgerDatabase database, JdbcEventOutbox outbox) {
		return new JdbcMerchantStores(database, outbox);
	}

	private static <T> T inDatabase(Supplier<T> part) {
		try {
			return part.get();
		}
		catch (IllegalStateException ex) {
			throw new KaspiPayConfigurationException(
					"Kaspi Pay's ledger cannot be in this database: " + ex.getMessage(),
					"Give the application a DataSource and a transaction manager that the ledger can use, or set "
							+ "kaspi.pay.ledger.type=memory.");
		}
	}

	private static void prepare(LedgerSchema schema, InitializeSchema mode, DataSource dataSource) {
		boolean initialize = mode == InitializeSchema.ALWAYS
				|| (mode == InitializeSchema.EMBEDDED && EmbeddedDatabaseConnection.isEmbedded(dataSource));
		if (initialize) {
			schema.migrate();
		}
		if (!schema.isCurrent()) {
			throw new KaspiPayConfigurationException("The tables of Kaspi Pay's ledger are missing or too old.",
					"Run the script classpath:" + schema.nextScript()
							+ " (with @@prefix@@ replaced by kaspi.pay.ledger.table-prefix), for example from your own "
							+ "migrations, or set kaspi.pay.ledger.initialize-schema=always.");
		}
	}

	static class AnyDataSource extends AnyCandidate {

		AnyDataSource() {
			super(DataSource.class, KaspiPayDataSource.class);
		}

	}

	static class NotInMemory extends NoneNestedConditions {

		NotInMemory() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "kaspi.pay.ledger.type", havingValue = "memory")
		static class InMemory {

		}

	}

}
