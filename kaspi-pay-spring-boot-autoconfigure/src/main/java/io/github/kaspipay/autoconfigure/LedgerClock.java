/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.time.Clock;

/**
 * The clock the ledger goes by: its database's, or else its instance's. Internal: for the
 * packages of this starter only.
 */
public class LedgerClock {

	private final Clock value;

	/**
	 * Creates a clock of the ledger.
	 * @param value the clock it goes by
	 */
	public LedgerClock(Clock value) {
		this.value = value;
	}

	/**
	 * Returns the clock.
	 * @return the clock
	 */
	public Clock value() {
		return this.value;
	}

}
