package io.github.kaspipay.ledger.jdbc;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
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

	private final JdbcClient jdbc;

	private final @Nullable String bounds;

	BoundedTransaction(PlatformTransactionManager transactions, JdbcClient jdbc, SqlPlatform platform,
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
			if (this.bounds != null) {
				this.jdbc.sql(this.bounds).query((row) -> {
				});
			}
			return work.get();
		});
	}

}
