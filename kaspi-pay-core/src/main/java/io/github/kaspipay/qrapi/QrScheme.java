/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

/**
 * What Kaspi and the merchant agreed on.
 */
public enum QrScheme {

	/**
	 * The header {@code Api-Key}. No refunds.
	 */
	BASIC,

	/**
	 * A client certificate. A refund begins with the customer's scan.
	 */
	STANDARD,

	/**
	 * A client certificate and a fixed IP address. Refunds without the customer, and
	 * invoices by phone number.
	 */
	ENHANCED

}
