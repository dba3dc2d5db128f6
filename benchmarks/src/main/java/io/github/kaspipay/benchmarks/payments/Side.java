/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

/**
 * One of two ways to do the same work.
 */
interface Side {

	/**
	 * Makes orders ready, unmeasured.
	 * @param orderIds their ids
	 */
	void open(Iterable<String> orderIds);

	/**
	 * Handles the webhook of a payment, on one of several threads.
	 * @param orderId the order's id
	 */
	void paid(String orderId);

	/**
	 * Returns how many payments the listener was told of.
	 */
	long heard();

}
