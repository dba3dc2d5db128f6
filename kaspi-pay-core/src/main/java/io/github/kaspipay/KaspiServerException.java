/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Kaspi Pay failed (5xx), or answered something that cannot be read. A create or refund
 * ends this way only if Kaspi Pay said that it did nothing. Otherwise it may have
 * happened, and is a {@link KaspiUnknownOutcomeException}.
 */
public class KaspiServerException extends KaspiApiException {

	/**
	 * How long Kaspi Pay wants to be left alone.
	 */
	private final @Nullable Duration retryAfter;

	/**
	 * Whether Kaspi Pay said that it did nothing.
	 */
	private final boolean refused;

	/**
	 * Creates the exception.
	 * @param message what went wrong and what to do about it
	 * @param status the HTTP status of the answer
	 * @param code the error code in the answer's body, or {@code null}
	 * @param requestId the request id Kaspi Pay gave the call, or {@code null}
	 * @param retryAfter how long to wait, or {@code null} where nobody said
	 * @param cause the cause, or {@code null}
	 */
	public KaspiServerException(String message, int status, @Nullable String code, @Nullable String requestId,
			@Nullable Duration retryAfter, @Nullable Throwable cause) {
		super(message, status, code, requestId, cause);
		this.retryAfter = retryAfter;
		this.refused = false;
	}

	/**
	 * Creates the exception for a call that Kaspi Pay refused since it is unavailable.
	 * @param message what went wrong and what to do about it
	 * @param status the HTTP status of the answer
	 * @param code the error code in the answer's body
	 * @param requestId the request id of the call, or {@code null}
	 */
	public KaspiServerException(String message, int status, String code, @Nullable String requestId) {
		super(message, status, code, requestId, null);
		this.retryAfter = null;
		this.refused = true;
	}

	/**
	 * Says whether Kaspi Pay said that it did nothing, so that the call may be repeated.
	 * @return {@code false} where that is not known
	 */
	public boolean isRefused() {
		return this.refused;
	}

	/**
	 * Returns how long Kaspi Pay wants to be left alone.
	 * @return the wait, or {@code null} where Kaspi Pay named none
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

}
