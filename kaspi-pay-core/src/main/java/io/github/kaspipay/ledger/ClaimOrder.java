/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

/**
 * Which of the orders that are due are polled first. Internal: it may change in any
 * release.
 */
public enum ClaimOrder {

	/**
	 * Those at the head of the queue, the earliest expedited first.
	 */
	EXPEDITED,

	/**
	 * All, the most overdue first.
	 */
	OVERDUE,

	/**
	 * Those that are due for less than 15 minutes and so may still be paid, the longest
	 * due first.
	 */
	RECENT

}
