/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;

/**
 * Leases to ask Kaspi Pay about an order, among the instances of an application.
 * Thread-safe. Internal: it may change in any release.
 */
public interface QueryLeases {

	/**
	 * For a ledger that no other instance shares: the caller always asks.
	 */
	QueryLeases LOCAL = new QueryLeases() {

		@Override
		public QueryLease acquire(String orderId, String owner, Duration sharedFor) {
			return QueryLease.ACQUIRED;
		}

		@Override
		public void release(String orderId, String owner, boolean answered) {
		}

	};

	/**
	 * Acquires the lease, if no other instance has it.
	 * @param orderId Kaspi Pay's id of the order
	 * @param owner the caller's instance; it may always ask
	 * @param sharedFor how long after its beginning another instance's query counts
	 * @return what to do
	 */
	QueryLease acquire(String orderId, String owner, Duration sharedFor);

	/**
	 * Releases the lease.
	 * @param orderId Kaspi Pay's id of the order
	 * @param owner the instance that asked
	 * @param answered whether there was an answer; it is in the ledger then
	 */
	void release(String orderId, String owner, boolean answered);

}
