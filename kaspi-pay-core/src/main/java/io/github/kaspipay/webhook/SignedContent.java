/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

/**
 * What of a notification a signature is computed over. Kaspi Pay's description says "the
 * body"; its own example of a receiver takes the body parsed and written again. For a
 * body without needless spaces, zeros and escapes the two are the same.
 */
public enum SignedContent {

	/**
	 * The body's bytes as they were received.
	 */
	RAW_BODY,

	/**
	 * The UTF-8 of what ECMAScript's {@code JSON.stringify(JSON.parse(body))} makes of
	 * the body. Bodies that repeat a key, or nest deeper than 500 levels, have no such
	 * form here.
	 */
	JSON_STRINGIFY

}
