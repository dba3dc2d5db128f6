/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger's tables: numbered scripts, and the table that says which of them have run.
 * Internal: it may change in any release.
 */
public final class LedgerSchema {

	private static final String SCRIPTS = "io/github/kaspipay/jdbc/";

	private static final int CURRENT_VERSION = 1;

	private static final Duration OTHER_INSTANCE = Duration.ofSeconds(10);

	private final DataSource dataSource;

	private final JdbcClient jdbc;

	private final SqlPlatform platform;

	private final String tablePrefix;

	private final String scripts;

	private final int currentVersion;

	private final Duration otherInstance;

	/**
	 * Creates the schema's description. Reads and changes nothing yet.
	 * @param dataSource the database
	 * @param tablePrefix what the tables' names begin with
	 * @throws IllegalStateException if the database is none that the ledger knows
	 */
	public LedgerSchema(DataSource dataSource, String tablePrefix) {
		this(dataSource, tablePrefix, SCRIPTS, CURRENT_VERSION, OTHER_INSTANCE);
	}

	LedgerSchema(DataSource dataSource, String tablePrefix, String scripts, int currentVersion,
			Duration otherInstance) {
		this.dataSource = dataSource;
		this.jdbc = JdbcClient.create(dataSource);
		this.platform = SqlPlatform.of(dataSource);
		this.tablePrefix = tablePrefix;
		this.scripts = scripts;
		this.currentVersion = currentVersion;
		this.otherInstance = otherInstance;
	}

	/**
	 * Runs the scripts that have not run yet. Of instances that start together one runs a
	 * script and the others wait for it.
	 */
	public void migrate() {
		for (int version = installedVersion() + 1; version <= this.currentVersion; version++) {
			try {
				run(version);
			}
			catch (DataAccessException ex) {
				awaitOtherInstance(version, ex);
			}
		}
	}

	private void awaitOtherInstance(int version, DataAccessException failure) {
		long end = System.nanoTime() + this.otherInstance.toNanos();
		while (installedVersion() < version) {
			if (System.nanoTime() > end) {
				throw failure;
			}
			LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
		}
	}

	/**
	 * Returns the number of the last script that has run.
	 * @return the number, 0 if there are no tables
	 */
	public int installedVersion() {
		try {
			return this.jdbc.sql("SELECT COALESCE(MAX(version), 0) FROM " + this.tablePrefix + "schema")
				.query(Integer.class)
				.single();
		}
		catch (BadSqlGrammarException ex) {
			return 0;
		}
	}

	/**
	 * Says whether all scripts have run.
	 * @return whether the tables are those this version needs
	 */
	public boolean isCurrent() {
		return installedVersion() >= this.currentVersion;
	}

	/**
	 * Returns where the script is that has to run next.
	 * @return a location on the class path, such as
	 * {@code io/github/kaspipay/jdbc/postgresql-1.sql}
	 */
	public String nextScript() {
		return script(installedVersion() + 1).getPath();
	}

	private ClassPathResource script(int version) {
		return new ClassPathResource(
				this.scripts + this.platform.name().toLowerCase(Locale.ROOT) + "-" + version + ".sql");
	}

	private void run(int version) {
		ResourceDatabasePopulator populator = new ResourceDatabasePopulator(withPrefix(script(version)));
		populator.setSqlScriptEncoding(StandardCharsets.UTF_8.name());
		new TransactionTemplate(new DataSourceTransactionManager(this.dataSource))
			.executeWithoutResult((status) -> DatabasePopulatorUtils.execute(populator, this.dataSource));
	}

	private Resource withPrefix(ClassPathResource script) {
		try {
			String sql = script.getContentAsString(StandardCharsets.UTF_8).replace("@@prefix@@", this.tablePrefix);
			return new ByteArrayResource(sql.getBytes(StandardCharsets.UTF_8), script.getPath());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
