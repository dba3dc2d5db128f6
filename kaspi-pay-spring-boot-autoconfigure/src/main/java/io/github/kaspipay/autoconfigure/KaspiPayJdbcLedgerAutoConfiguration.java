package io.github.kaspipay.autoconfigure;

import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.kaspipay.autoconfigure.KaspiPayProperties.Ledger.InitializeSchema;
import io.github.kaspipay.jdbc.DatabaseClock;
import io.github.kaspipay.jdbc.JdbcEventOutbox;
import io.github.kaspipay.jdbc.JdbcKaspiOrders;
import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.jdbc.JdbcPollQueue;
import io.github.kaspipay.jdbc.JdbcQueryLeases;
import io.github.kaspipay.jdbc.JdbcStoreSettings;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.jdbc.LedgerSchema;
import io.github.kaspipay.ledger.LedgerStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
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
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@Conditional(KaspiPayJdbcLedgerAutoConfiguration.NotInMemory.class)
@ConditionalOnClass({ JdbcClient.class, EmbeddedDatabaseConnection.class })
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnMissingBean(LedgerStore.class)
public final class KaspiPayJdbcLedgerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LedgerClock ledgerClock(DataSource dataSource) {
		return new LedgerClock(inDatabase(() -> new DatabaseClock(dataSource)));
	}

	@Bean
	@DependsOnDatabaseInitialization
	LedgerDatabase ledgerDatabase(KaspiPayProperties properties, DataSource dataSource,
			PlatformTransactionManager transactions, LedgerClock clock) {
		KaspiPayProperties.Ledger ledger = properties.ledger();
		KaspiPayProperties.Events events = properties.events();
		JdbcStoreSettings settings = new JdbcStoreSettings(ledger.tablePrefix(), events.listenerTimeout(),
				ledger.webhookRetention(), events.retention(), ledger.retention());
		return inDatabase(() -> {
			prepare(new LedgerSchema(dataSource, ledger.tablePrefix()), ledger.initializeSchema(), dataSource);
			return new LedgerDatabase(dataSource, transactions, clock.value(), settings);
		});
	}

	@Bean
	JdbcEventOutbox eventOutbox(LedgerDatabase database) {
		return new JdbcEventOutbox(database);
	}

	@Bean
	JdbcLedgerStore ledgerStore(LedgerDatabase database, JdbcEventOutbox outbox) {
		return new JdbcLedgerStore(database, outbox);
	}

	@Bean
	JdbcPollQueue pollQueue(LedgerDatabase database, JdbcLedgerStore store) {
		return new JdbcPollQueue(database, store);
	}

	@Bean
	JdbcQueryLeases queryLeases(LedgerDatabase database) {
		return new JdbcQueryLeases(database);
	}

	@Bean
	JdbcKaspiOrders kaspiOrders(LedgerDatabase database) {
		return new JdbcKaspiOrders(database);
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

	static class NotInMemory extends NoneNestedConditions {

		NotInMemory() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "kaspi.pay.ledger.type", havingValue = "memory")
		static class InMemory {

		}

	}

}
