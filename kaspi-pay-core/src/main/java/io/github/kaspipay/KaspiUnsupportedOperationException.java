/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

/**
 * What was asked for does not exist in the protocol that is spoken with Kaspi. Nothing
 * was sent, and asking again changes nothing.
 */
public class KaspiUnsupportedOperationException extends KaspiPayException {

	/**
	 * Creates the exception.
	 * @param message which protocol lacks what, and what to do instead
	 */
	public KaspiUnsupportedOperationException(String message) {
		super(message, null, null);
	}

}
