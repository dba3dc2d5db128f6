/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Too many calls (429): nothing was done, and the call may be made again later.
 */
public class KaspiRateLimitException extends KaspiApiException {

	/**
	 * How long to wait.
	 */
	private final @Nullable Duration retryAfter;

	/**
	 * Creates the exception.
	 * @param message what went wrong and what to do about it
	 * @param code the error code in the answer's body, or {@code null}
	 * @param requestId the request id Kaspi Pay gave the call, or {@code null}
	 * @param retryAfter how long to wait, or {@code null} where nobody said
	 */
	public KaspiRateLimitException(String message, @Nullable String code, @Nullable String requestId,
			@Nullable Duration retryAfter) {
		super(message, 429, code, requestId, null);
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns how long to wait before the call is made again.
	 * @return the wait, or {@code null} where Kaspi Pay named none
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

}
