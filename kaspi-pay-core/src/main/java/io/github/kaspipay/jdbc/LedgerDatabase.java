package io.github.kaspipay.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The database of the ledger and the outbox, and its transactions. What the ledger writes
 * is a transaction of its own, on a connection of its own, whatever the caller has open:
 * what it says was done is never undone by the application. Only deliveries join the
 * application's transaction manager. Thread-safe.
 */
public class LedgerDatabase {

	private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * A listener is interrupted first. What does not end then is rolled back by the
	 * database, and goes to another instance after that.
	 */
	private static final Duration ROLLED_BACK_AFTER = Duration.ofSeconds(2);

	private static final Duration LEASE_OVER_AFTER = Duration.ofSeconds(4);

	/**
	 * Another key than the application's DataSource, to which its transaction manager
	 * binds the caller's connection.
	 */
	private final DataSource own;

	private final JdbcClient jdbc;

	private final JdbcClient deliveryJdbc;

	private final SqlPlatform platform;

	private final Clock clock;

	private final JdbcStoreSettings settings;

	private final BoundedTransaction write;

	private final BoundedTransaction delivery;

	/**
	 * Creates the database. The tables must be there when it is used.
	 * @param dataSource the database
	 * @param deliveries the application's transactions on it, which listeners join
	 * @param clock the time that due times go by; see {@link DatabaseClock}
	 * @param settings how it is used
	 * @throws IllegalStateException if the database is none that the ledger knows, or the
	 * transactions are not on it
	 */
	public LedgerDatabase(DataSource dataSource, PlatformTransactionManager deliveries, Clock clock,
			JdbcStoreSettings settings) {
		this.own = new DelegatingDataSource(dataSource);
		this.jdbc = JdbcClient.create(this.own);
		this.deliveryJdbc = JdbcClient.create(dataSource);
		this.platform = SqlPlatform.of(dataSource);
		this.clock = clock;
		this.settings = settings;
		this.write = new BoundedTransaction(new JdbcTransactionManager(this.own), this.own, this.platform,
				WRITE_TIMEOUT, true);
		Duration rolledBack = settings.listenerTimeout().plus(ROLLED_BACK_AFTER);
		this.delivery = new BoundedTransaction(deliveries, dataSource, this.platform, rolledBack, false);
		deliver(() -> null);
	}

	JdbcClient jdbc() {
		return this.jdbc;
	}

	/**
	 * Returns what runs in a delivery's transaction.
	 */
	JdbcClient deliveryJdbc() {
		return this.deliveryJdbc;
	}

	SqlPlatform platform() {
		return this.platform;
	}

	JdbcStoreSettings settings() {
		return this.settings;
	}

	long now() {
		return this.clock.millis();
	}

	/**
	 * Returns how long a lease lasts: longer than a delivery can hold its row.
	 */
	Duration lease() {
		return this.settings.listenerTimeout().plus(LEASE_OVER_AFTER);
	}

	/**
	 * Puts the tables' names into a statement.
	 */
	String sql(String template) {
		return template.replace("@@prefix@@", this.settings.tablePrefix());
	}

	<T extends @Nullable Object> T write(Supplier<T> work) {
		readTime();
		return this.write.execute(work);
	}

	<T extends @Nullable Object> T deliver(Supplier<T> work) {
		readTime();
		return this.delivery.execute(work);
	}

	/**
	 * Lets the clock ask the database, which it does not inside a transaction.
	 */
	private void readTime() {
		this.clock.millis();
	}

	/**
	 * Reads past a transaction of the caller's, which may hold an older snapshot, or a
	 * replica, and with which the connection would stay.
	 */
	<T extends @Nullable Object> T read(Supplier<T> query) {
		boolean callers = TransactionSynchronizationManager.isSynchronizationActive()
				&& !TransactionSynchronizationManager.hasResource(this.own);
		return callers ? this.write.execute(query) : query.get();
	}

}
