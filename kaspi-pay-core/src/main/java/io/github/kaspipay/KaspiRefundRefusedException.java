/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

/**
 * A refund was refused before anything was sent: the order is not paid, too much was
 * asked for, or the payment is too long ago. Asking again changes nothing until the order
 * has changed.
 */
public class KaspiRefundRefusedException extends KaspiPayException {

	/**
	 * Creates the exception.
	 * @param message why it was refused
	 */
	public KaspiRefundRefusedException(String message) {
		super(message, null, null);
	}

}
