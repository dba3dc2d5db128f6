/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The database of the ledger and the outbox, and its transactions. What the ledger writes
 * is a transaction of its own, on a connection of its own, whatever the caller has open:
 * what it says was done is never undone by the application. Only deliveries join the
 * application's transaction manager. All merchants share it; of the entries each sees its
 * own. Thread-safe. Internal: it may change in any release.
 */
public class LedgerDatabase {

	private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

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

	private final JdbcClient rowJdbc;

	private final JdbcClient deliveryJdbc;

	private final SqlPlatform platform;

	private final Clock clock;

	private final JdbcStoreSettings settings;

	private final Map<String, String> sql;

	private final BoundedTransaction write;

	private final BoundedTransaction delivery;

	private final boolean commitsByItself;

	private final boolean joinsStatements;

	private final String merchant;

	/**
	 * Creates the database, as the default merchant sees it. The tables must be there
	 * when it is used.
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
		JdbcTemplate row = new JdbcTemplate(this.own);
		row.setQueryTimeout((int) WRITE_TIMEOUT.toSeconds());
		this.rowJdbc = JdbcClient.create(row);
		this.deliveryJdbc = JdbcClient.create(dataSource);
		this.platform = SqlPlatform.of(dataSource);
		this.clock = clock;
		this.settings = settings;
		this.sql = new ConcurrentHashMap<>();
		boolean readsCommitted = connection(
				Connection::getTransactionIsolation) == Connection.TRANSACTION_READ_COMMITTED;
		this.write = new BoundedTransaction(new JdbcTransactionManager(this.own), this.own, WRITE_TIMEOUT,
				!readsCommitted, this.platform.boundsByIndex(WRITE_TIMEOUT, LOCK_WAIT));
		this.delivery = new BoundedTransaction(deliveries, dataSource, deliveryTimeout(), !readsCommitted, null);
		this.commitsByItself = connection(Connection::getAutoCommit);
		this.joinsStatements = this.platform == SqlPlatform.POSTGRESQL && readsCommitted;
		this.merchant = "";
		deliver(() -> null);
	}

	private LedgerDatabase(LedgerDatabase shared, String merchant) {
		this.own = shared.own;
		this.jdbc = shared.jdbc;
		this.rowJdbc = shared.rowJdbc;
		this.deliveryJdbc = shared.deliveryJdbc;
		this.platform = shared.platform;
		this.clock = shared.clock;
		this.settings = shared.settings;
		this.sql = shared.sql;
		this.write = shared.write;
		this.delivery = shared.delivery;
		this.commitsByItself = shared.commitsByItself;
		this.joinsStatements = shared.joinsStatements;
		this.merchant = merchant;
	}

	private <T> T connection(ConnectionCallback<T> work) {
		return Objects.requireNonNull(new JdbcTemplate(this.own).execute(work));
	}

	/**
	 * Returns the same database as a merchant sees it.
	 * @param merchant the merchant's name, of at most 32 characters; empty for the
	 * default one
	 * @return the database, whose stores see this merchant's entries only
	 */
	public LedgerDatabase forMerchant(String merchant) {
		return new LedgerDatabase(this, merchant);
	}

	String merchant() {
		return this.merchant;
	}

	/**
	 * Returns a statement on what belongs to merchants, bound to this one.
	 * @throws IllegalArgumentException if the statement does not say {@code :merchant}:
	 * it would see the entries of all
	 */
	StatementSpec statement(String template) {
		return statement(this.jdbc, template);
	}

	private StatementSpec statement(JdbcClient jdbc, String template) {
		if (!template.contains(":merchant")) {
			throw new IllegalArgumentException("A statement for a merchant has to say :merchant: " + template);
		}
		return jdbc.sql(sql(template)).param("merchant", this.merchant);
	}

	/**
	 * Returns such a statement for {@link #writeRow}, which ends in time without a
	 * transaction that would see to it.
	 */
	StatementSpec rowStatement(String template) {
		return statement(this.rowJdbc, template);
	}

	/**
	 * Returns a statement on what all merchants share, or that finds a row by an id which
	 * no two of them have.
	 */
	StatementSpec sharedStatement(String template) {
		return this.jdbc.sql(sql(template));
	}

	/**
	 * Returns a statement that runs in a delivery's transaction.
	 */
	StatementSpec deliveryStatement(String template) {
		return this.deliveryJdbc.sql(sql(template));
	}

	SqlPlatform platform() {
		return this.platform;
	}

	/**
	 * Says whether the database writes several rows by one statement, which needs no
	 * transaction around it.
	 */
	boolean joinsStatements() {
		return this.joinsStatements;
	}

	/**
	 * Returns a condition of the statement in {@link #writeRow} that locks a row.
	 */
	String boundedLock() {
		return this.platform.boundedLock(WRITE_TIMEOUT, LOCK_WAIT);
	}

	/**
	 * Returns a condition of the statement that locks a delivery's row.
	 */
	String boundedDelivery() {
		return this.platform.boundedLock(deliveryTimeout(), deliveryTimeout());
	}

	private Duration deliveryTimeout() {
		return this.settings.listenerTimeout().plus(ROLLED_BACK_AFTER);
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

	private String sql(String template) {
		return this.sql.computeIfAbsent(template, (key) -> key.replace("@@prefix@@", this.settings.tablePrefix()));
	}

	<T extends @Nullable Object> T write(Supplier<T> work) {
		readTime();
		return this.write.execute(work);
	}

	/**
	 * Writes by one statement: by itself, where that commits it.
	 */
	int writeRow(Supplier<Integer> statement) {
		readTime();
		return this.commitsByItself ? read(statement) : this.write.execute(statement);
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
