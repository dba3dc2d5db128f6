/*
 * SPDX-License-Identifier: Apache-2.0
 */

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
	 * A payment that Kaspi told of by itself.
	 */
	PAY_REQUEST,

	/**
	 * The ledger asked Kaspi Pay by itself.
	 */
	POLL,

	/**
	 * The answer to a call the application made.
	 */
	API

}
