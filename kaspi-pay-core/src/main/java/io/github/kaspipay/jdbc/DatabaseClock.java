/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The time of the ledger's database, so that instances agree on what is due however far
 * their own clocks are apart. Asks the database now and then, and measures what has gone
 * by since with the JVM's monotonic clock. Thread-safe. Internal: it may change in any
 * release.
 */
public final class DatabaseClock extends Clock {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseClock.class);

	private static final Duration ASKED_AGAIN_AFTER = Duration.ofSeconds(30);

	private final JdbcClient jdbc;

	private final String currentMillis;

	private final ZoneId zone;

	private final LongSupplier nanoTime;

	private volatile @Nullable Reading last;

	/**
	 * Creates the clock. Does not ask yet.
	 * @param dataSource the ledger's database
	 * @throws IllegalStateException if the database is none that the ledger knows
	 */
	public DatabaseClock(DataSource dataSource) {
		this(dataSource, SqlPlatform.of(dataSource));
	}

	DatabaseClock(DataSource dataSource, SqlPlatform platform) {
		this(JdbcClient.create(dataSource), platform.currentMillis(), ZoneOffset.UTC, System::nanoTime);
	}

	DatabaseClock(JdbcClient jdbc, String currentMillis, ZoneId zone, LongSupplier nanoTime) {
		this.jdbc = jdbc;
		this.currentMillis = currentMillis;
		this.zone = zone;
		this.nanoTime = nanoTime;
	}

	@Override
	public Instant instant() {
		Reading reading = this.last;
		if (reading == null || (isOld(reading) && !TransactionSynchronizationManager.isSynchronizationActive())) {
			reading = read(reading);
			this.last = reading;
		}
		return reading.databaseTime().plus(age(reading));
	}

	/**
	 * Not asked in a transaction: for some databases time stands still there, and the
	 * connection would stay with the caller's.
	 */
	private boolean isOld(Reading reading) {
		return age(reading).compareTo(ASKED_AGAIN_AFTER) > 0;
	}

	private Duration age(Reading reading) {
		return Duration.ofNanos(this.nanoTime.getAsLong() - reading.nanoTime());
	}

	private Reading read(@Nullable Reading before) {
		try {
			long asked = this.nanoTime.getAsLong();
			long millis = this.jdbc.sql(this.currentMillis).query(Long.class).single();
			long halfWay = asked + (this.nanoTime.getAsLong() - asked) / 2;
			return new Reading(Instant.ofEpochMilli(millis), halfWay);
		}
		catch (DataAccessException ex) {
			if (before == null) {
				throw ex;
			}
			logger.debug("The database's time could not be read; the last reading is used on");
			return new Reading(before.databaseTime().plus(age(before)), this.nanoTime.getAsLong());
		}
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new DatabaseClock(this.jdbc, this.currentMillis, zone, this.nanoTime);
	}

	private record Reading(Instant databaseTime, long nanoTime) {

	}

}
