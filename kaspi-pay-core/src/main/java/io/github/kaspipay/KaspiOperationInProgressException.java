/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

/**
 * Nothing was sent: a creation of the same reference, or a refund of the same order, is
 * under way or its outcome is not known yet. It is safe to ask again later.
 */
public class KaspiOperationInProgressException extends KaspiPayException {

	/**
	 * Creates the exception.
	 * @param message what is under way
	 */
	public KaspiOperationInProgressException(String message) {
		super(message, null, null);
	}

}
