/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;
import static org.assertj.core.api.Assertions.within;

/**
 * A clock of a database whose time the test sets, and of one in which time stands still
 * inside a transaction.
 */
class DatabaseClockTests {

	private static final Instant TIME = Instant.ofEpochMilli(1_000_000_000_000L);

	private final HikariDataSource pool = TestDatabases.pool("jdbc:h2:mem:clock;DB_CLOSE_DELAY=-1", "sa");

	private final AtomicInteger connections = new AtomicInteger();

	private final JdbcClient jdbc = JdbcClient.create(new DelegatingDataSource(this.pool) {

		@Override
		public Connection getConnection() throws SQLException {
			DatabaseClockTests.this.connections.incrementAndGet();
			return super.getConnection();
		}

	});

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(1).toNanos());

	private final TransactionTemplate transaction = new TransactionTemplate(
			new DataSourceTransactionManager(this.pool));

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void countsOnFromTheDatabasesTime() {
		Clock clock = clockOfSetTime();
		assertThat(clock.instant()).isEqualTo(TIME);
		pass(Duration.ofMillis(1500));
		assertThat(clock.instant()).isEqualTo(TIME.plusMillis(1500));
		assertThat(this.connections).hasValue(1);
	}

	@Test
	void asksAgainAfterHalfAMinute() {
		Clock clock = clockOfSetTime();
		clock.instant();
		pass(Duration.ofSeconds(30));
		assertThat(clock.instant()).isEqualTo(TIME.plusSeconds(30));
		pass(Duration.ofMillis(1));
		assertThat(clock.instant()).isEqualTo(TIME);
		assertThat(this.connections).hasValue(2);
	}

	@Test
	void countsOnIfTheDatabaseCannotBeAsked() {
		DatabaseClock clock = clockOfSetTime();
		clock.instant();
		this.pool.close();
		pass(Duration.ofSeconds(31));
		assertThat(clock.instant()).isEqualTo(TIME.plusSeconds(31));
		pass(Duration.ofSeconds(31));
		assertThat(clock.instant()).isEqualTo(TIME.plusSeconds(62));
	}

	@Test
	void doesNotBeginWithoutTheDatabase() {
		Clock clock = clockOfSetTime();
		this.pool.close();
		assertThatRuntimeException().isThrownBy(clock::instant);
	}

	/**
	 * In H2 time stands still in a transaction: asked there, the clock would fall behind
	 * by as long as the transaction is open.
	 */
	@Test
	void isNotAskedInATransaction() {
		Clock clock = new DatabaseClock(this.jdbc, SqlPlatform.H2.currentMillis(), ZoneOffset.UTC, this.nanoTime::get);
		Instant first = clock.instant();
		this.transaction.executeWithoutResult((status) -> {
			pass(Duration.ofSeconds(31));
			assertThat(clock.instant()).isEqualTo(first.plusSeconds(31));
			pass(Duration.ofSeconds(31));
			assertThat(clock.instant()).isEqualTo(first.plusSeconds(62));
		});
		assertThat(this.connections).hasValue(1);
		assertThat(clock.instant()).isCloseTo(Instant.now(), within(Duration.ofSeconds(20)));
		assertThat(this.connections).hasValue(2);
	}

	/**
	 * Or it would never be asked where nothing but transactions needs the time.
	 */
	@Test
	void isAskedBeforeTheTransactionsOfTheLedger() {
		Clock clock = clockOfSetTime();
		new LedgerSchema(this.pool, "clock_").migrate();
		LedgerDatabase database = new LedgerDatabase(this.pool, new DataSourceTransactionManager(this.pool), clock,
				Stores.settings("clock_", Duration.ofSeconds(30)));
		assertThat(this.connections).hasValue(1);
		Stores stores = Stores.jdbc(database);
		stores.insert(LedgerData.open("1"), LedgerData.paid("1"));
		assertThat(this.connections).hasValue(1);
		pass(Duration.ofSeconds(31));
		assertThat(new Deliveries(stores.outbox()).all()).hasSize(1);
		assertThat(this.connections).hasValue(2);
	}

	private DatabaseClock clockOfSetTime() {
		return new DatabaseClock(this.jdbc, "SELECT CAST(1000000000000 AS BIGINT)", ZoneOffset.UTC, this.nanoTime::get);
	}

	private void pass(Duration duration) {
		this.nanoTime.addAndGet(duration.toNanos());
	}

}
