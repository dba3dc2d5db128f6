/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs something once the present transaction is committed. A class of its own, because
 * an application without transactions cannot load it.
 */
final class AfterCommit implements TransactionSynchronization {

	private final Runnable action;

	private AfterCommit(Runnable action) {
		this.action = action;
	}

	/**
	 * Takes an action for after the present transaction.
	 * @param action what to run
	 * @return whether there is a transaction; without one, nothing is run
	 */
	static boolean run(Runnable action) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			return false;
		}
		TransactionSynchronizationManager.registerSynchronization(new AfterCommit(action));
		return true;
	}

	@Override
	public void afterCommit() {
		this.action.run();
	}

}
