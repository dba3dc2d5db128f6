package io.github.kaspipay.autoconfigure;

import java.time.Clock;

/**
 * The clock the ledger goes by: its database's, or else the one with
 * {@link KaspiPayClock}, or the system's.
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
