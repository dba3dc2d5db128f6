/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A request failed before its first byte left: it is certain that nothing happened.
 */
class NotSentException extends IOException {

	NotSentException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
