package io.github.kaspipay.ledger.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A transaction of its own, whatever the caller has open, that cannot hold its rows for
 * ever: not when its process is stopped, and not when what runs in it is stuck.
 */
final class BoundedTransaction {

	private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

	private final TransactionTemplate transaction;

	private final JdbcTemplate jdbc;

	private final @Nullable String bounds;

	BoundedTransaction(PlatformTransactionManager transactions, JdbcTemplate jdbc, SqlPlatform platform,
			Duration timeout) {
		this.transaction = new TransactionTemplate(transactions);
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
		this.transaction.setTimeout((int) Math.max(1, timeout.toSeconds()));
		this.jdbc = jdbc;
		this.bounds = platform.bounds(timeout, LOCK_WAIT);
	}

	<T extends @Nullable Object> T execute(Supplier<T> work) {
		return this.transaction.execute((status) -> {
			this.jdbc.execute((ConnectionCallback<@Nullable Void>) this::begin);
			return work.get();
		});
	}

	private @Nullable Void begin(Connection connection) throws SQLException {
		if (connection.getAutoCommit()) {
			throw new IllegalStateException("The transaction manager is not one of the ledger's DataSource: "
					+ this.transaction.getTransactionManager());
		}
		if (this.bounds != null) {
			try (Statement statement = connection.createStatement()) {
				statement.execute(this.bounds);
			}
		}
		return null;
	}

}
