/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Where the supported databases differ.
 */
enum SqlPlatform {

	/**
	 * PostgreSQL. A statement that fails spoils its transaction, so that a key that is
	 * there already must not be an error.
	 */
	POSTGRESQL("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)", " ON CONFLICT DO NOTHING"),

	/**
	 * MySQL.
	 */
	MYSQL("SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(3)) DIV 1000", ""),

	/**
	 * MariaDB.
	 */
	MARIADB("SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(3)) DIV 1000", ""),

	/**
	 * H2.
	 */
	H2("SELECT CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)", "");

	private final String currentMillis;

	private final String onDuplicateKey;

	SqlPlatform(String currentMillis, String onDuplicateKey) {
		this.currentMillis = currentMillis;
		this.onDuplicateKey = onDuplicateKey;
	}

	static SqlPlatform of(DataSource dataSource) {
		String product = productName(dataSource);
		for (SqlPlatform platform : values()) {
			if (product.toUpperCase(Locale.ROOT).contains(platform.name())) {
				platform.check(dataSource);
				return platform;
			}
		}
		throw new IllegalStateException("The ledger knows PostgreSQL, MySQL, MariaDB and H2, not " + product);
	}

	/**
	 * Some modes of H2 know another dialect only.
	 */
	private void check(DataSource dataSource) {
		if (this == H2) {
			try {
				new JdbcTemplate(new DelegatingDataSource(dataSource)).queryForObject("SELECT 1 LIMIT 1",
						Integer.class);
			}
			catch (BadSqlGrammarException ex) {
				throw new IllegalStateException("H2 is in a mode without LIMIT, such as Oracle, MSSQLServer, Derby or "
						+ "STRICT: use MODE=PostgreSQL, MySQL, MariaDB, DB2, HSQLDB, LEGACY or REGULAR");
			}
		}
	}

	private static String productName(DataSource dataSource) {
		try {
			return JdbcUtils.extractDatabaseMetaData(dataSource, (metaData) -> metaData.getDatabaseProductName());
		}
		catch (MetaDataAccessException ex) {
			throw new DataAccessResourceFailureException("The database of the ledger cannot be reached", ex);
		}
	}

	String currentMillis() {
		return this.currentMillis;
	}

	String onDuplicateKey() {
		return this.onDuplicateKey;
	}

	/**
	 * Returns a statement that bounds, for its transaction alone, how long a stopped
	 * process or a stuck listener can hold its rows, and has all that follows in it go by
	 * an index, one row after the other; {@code null} where the database has none that
	 * ends with the transaction. What is waiting is little mostly, and so PostgreSQL
	 * believes it is little when it is much: it would read and sort all of it to find the
	 * first few. Where there is no other way it still sorts, and must not compile the
	 * statement for what that seems to cost.
	 */
	@Nullable String boundsByIndex(Duration idle, Duration lockWait) {
		return (this == POSTGRESQL) ? Stream
			.of("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin", "jit")
			.map((name) -> ", " + setting(name, "off"))
			.collect(Collectors.joining("", "SELECT " + setting("idle_in_transaction_session_timeout", idle.toMillis())
					+ ", " + setting("lock_timeout", lockWait.toMillis()), ""))
				: null;
	}

	/**
	 * Returns a condition for the statement that locks a row, which sets the same bounds
	 * for its transaction before it waits for the lock; empty where there is none.
	 */
	String boundedLock(Duration idle, Duration lockWait) {
		return (this == POSTGRESQL) ? " AND " + setting("idle_in_transaction_session_timeout", idle.toMillis())
				+ " IS NOT NULL AND " + setting("lock_timeout", lockWait.toMillis()) + " IS NOT NULL" : "";
	}

	private static String setting(String name, Object value) {
		return "set_config('" + name + "', '" + value + "', true)";
	}

}
