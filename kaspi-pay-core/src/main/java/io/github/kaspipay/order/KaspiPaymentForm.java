/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

/**
 * How a customer comes to pay, where the protocol gives either one or the other.
 */
public enum KaspiPaymentForm {

	/**
	 * The customer scans a QR code.
	 */
	QR,

	/**
	 * The customer opens a link.
	 */
	LINK

}
