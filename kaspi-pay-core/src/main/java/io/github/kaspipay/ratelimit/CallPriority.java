/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

/**
 * Who a call is for.
 */
public enum CallPriority {

	/**
	 * Somebody waits for the answer.
	 */
	USER,

	/**
	 * Nobody waits: the call is made only while enough calls are left for users.
	 */
	BACKGROUND

}
