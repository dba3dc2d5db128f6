package io.github.kaspipay.event;

/**
 * Who told us.
 */
public enum KaspiEventSource {

	/**
	 * A signed notification from Kaspi Pay.
	 */
	WEBHOOK,

	/**
	 * The ledger asked Kaspi Pay by itself.
	 */
	POLL,

	/**
	 * The answer to a call the application made.
	 */
	API

}
