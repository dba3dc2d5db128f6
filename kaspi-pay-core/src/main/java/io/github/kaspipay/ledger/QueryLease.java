/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

/**
 * What an instance that wants to ask Kaspi Pay about an order is to do. Internal: it may
 * change in any release.
 */
public enum QueryLease {

	/**
	 * Ask: it has the lease.
	 */
	ACQUIRED,

	/**
	 * Wait: another instance is asking.
	 */
	HELD,

	/**
	 * Read the ledger: another instance asked a moment ago.
	 */
	ANSWERED

}
