/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

/**
 * A request that does not say what it has to. The message names the parameter and never
 * quotes it.
 */
final class UnreadableRequestException extends Exception {

	private final CheckPayResult result;

	private final String transactionId;

	UnreadableRequestException(String message, CheckPayResult result, String transactionId) {
		super(message);
		this.result = result;
		this.transactionId = transactionId;
	}

	/**
	 * Returns what Kaspi is answered.
	 */
	CheckPayResult result() {
		return this.result;
	}

	/**
	 * Returns Kaspi's id of the payment, or an empty text where it cannot be read.
	 */
	String transactionId() {
		return this.transactionId;
	}

}
