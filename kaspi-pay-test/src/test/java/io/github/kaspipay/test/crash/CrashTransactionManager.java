package io.github.kaspipay.test.crash;

import javax.sql.DataSource;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/**
 * Can be stopped right before and right after a commit.
 */
@SuppressWarnings("serial")
class CrashTransactionManager extends JdbcTransactionManager {

	private final transient FaultPoints faults;

	CrashTransactionManager(DataSource dataSource, FaultPoints faults) {
		super(dataSource);
		this.faults = faults;
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		this.faults.reachBeforeCommit();
		super.doCommit(status);
		this.faults.reachAfterCommit();
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
		this.faults.end();
		super.doRollback(status);
	}

}
