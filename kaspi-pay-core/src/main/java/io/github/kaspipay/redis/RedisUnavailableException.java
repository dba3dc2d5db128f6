/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import org.jspecify.annotations.Nullable;

/**
 * Redis did not answer in time, or refused. What was asked of it may have happened, or
 * may happen yet.
 */
final class RedisUnavailableException extends RuntimeException {

	RedisUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
