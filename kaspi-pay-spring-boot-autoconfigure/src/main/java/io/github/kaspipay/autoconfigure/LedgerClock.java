package io.github.kaspipay.autoconfigure;

import java.time.Clock;

/**
 * The clock the ledger goes by: its database's, or else the application's, where it has
 * one.
 */
class LedgerClock {

	private final Clock value;

	LedgerClock(Clock value) {
		this.value = value;
	}

	Clock value() {
		return this.value;
	}

}
