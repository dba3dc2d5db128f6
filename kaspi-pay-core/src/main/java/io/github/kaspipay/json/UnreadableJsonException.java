/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.json;

/**
 * Content is not what the wire's JSON must be. The message says what is wrong, to be read
 * after a noun ("is not UTF-8"), and never quotes the content. Internal: it may change in
 * any release.
 */
public final class UnreadableJsonException extends Exception {

	UnreadableJsonException(String message) {
		super(message);
	}

}
