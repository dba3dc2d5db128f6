/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

/**
 * What became of an observation. Internal: it may change in any release.
 */
public enum ObservationOutcome {

	/**
	 * It changed what the ledger holds.
	 */
	RECORDED,

	/**
	 * It said nothing new, or something the order cannot become any more.
	 */
	UNCHANGED,

	/**
	 * It is kept, and Kaspi Pay is asked before anything is published.
	 */
	TO_CONFIRM

}
