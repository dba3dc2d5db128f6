/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

/**
 * What Kaspi is answered, as the protocol numbers it.
 */
enum CheckPayResult {

	/**
	 * It can be paid, or is paid now.
	 */
	OK(0, "OK"),

	/**
	 * There is no such account.
	 */
	UNKNOWN_ACCOUNT(1, "No such account"),

	/**
	 * The order was cancelled or has expired.
	 */
	CLOSED(2, "Cancelled or expired"),

	/**
	 * It was paid before.
	 */
	PAID_BEFORE(3, "Paid before"),

	/**
	 * A payment is in progress.
	 */
	IN_PROGRESS(4, "A payment is in progress"),

	/**
	 * Anything else: to be tried again, or the customer to be told.
	 */
	ERROR(5, "Error, try again later");

	private final int code;

	private final String comment;

	CheckPayResult(int code, String comment) {
		this.code = code;
		this.comment = comment;
	}

	int code() {
		return this.code;
	}

	/**
	 * Returns what a person reads.
	 */
	String comment() {
		return this.comment;
	}

}
