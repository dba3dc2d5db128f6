/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL, started once per JVM when it is first asked for. It ends with the JVM.
 */
public final class PostgresServer {

	private static final EmbeddedPostgres SERVER = start();

	private static final AtomicInteger databases = new AtomicInteger();

	private PostgresServer() {
	}

	/**
	 * Returns the address of the database that all tests of the JVM share.
	 * @return the JDBC URL, with the user
	 */
	public static String url() {
		return SERVER.getJdbcUrl("postgres", "postgres");
	}

	/**
	 * Creates an empty database.
	 * @return its JDBC URL, with the user
	 */
	public static String newDatabase() {
		String name = "test" + databases.incrementAndGet();
		try (Connection connection = DriverManager.getConnection(url());
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return SERVER.getJdbcUrl("postgres", name);
	}

	private static EmbeddedPostgres start() {
		try {
			return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
