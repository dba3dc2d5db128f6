/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A transaction of its own, whatever the caller has open, that cannot hold its rows for
 * ever: not when its process is stopped, and not when what runs in it is stuck.
 */
final class BoundedTransaction {

	private final TransactionTemplate transaction;

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final @Nullable String begin;

	/**
	 * Creates the transaction.
	 * @param timeout what it may take altogether
	 * @param level whether its level has to be set, by the driver, which asks for it each
	 * time before that
	 * @param begin a statement that it begins with, or {@code null}
	 */
	BoundedTransaction(PlatformTransactionManager transactions, DataSource dataSource, Duration timeout, boolean level,
			@Nullable String begin) {
		this.transaction = new TransactionTemplate(transactions);
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transaction.setTimeout((int) Math.max(1, timeout.toSeconds()));
		this.dataSource = dataSource;
		this.jdbc = new JdbcTemplate(dataSource);
		this.begin = begin;
		if (level) {
			this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
		}
	}

	@SuppressWarnings("NullAway") // Spring Framework 7 says it: null only if work returns
									// it
	<T extends @Nullable Object> T execute(Supplier<T> work) {
		return this.transaction.execute((status) -> {
			requireOwnConnection();
			if (this.begin != null) {
				this.jdbc.execute((ConnectionCallback<@Nullable Void>) this::begin);
			}
			return work.get();
		});
	}

	/**
	 * A transaction manager of another DataSource would commit something else: what is
	 * written here would be lost, or committed piece by piece.
	 */
	private void requireOwnConnection() {
		if (!TransactionSynchronizationManager.hasResource(this.dataSource)) {
			throw new IllegalStateException("The transaction manager is not one of the ledger's DataSource: "
					+ this.transaction.getTransactionManager());
		}
	}

	private @Nullable Void begin(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.begin)) {
			statement.execute();
		}
		return null;
	}

}
