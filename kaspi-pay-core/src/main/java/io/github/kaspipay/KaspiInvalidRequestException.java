/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import org.jspecify.annotations.Nullable;

/**
 * Kaspi Pay refused what was sent (a 4xx with no exception of its own).
 */
public class KaspiInvalidRequestException extends KaspiApiException {

	/**
	 * Creates the exception.
	 * @param message what went wrong and what to do about it
	 * @param status the HTTP status of the answer
	 * @param code the error code in the answer's body, or {@code null}
	 * @param requestId the request id Kaspi Pay gave the call, or {@code null}
	 * @param cause the cause, or {@code null}
	 */
	public KaspiInvalidRequestException(String message, int status, @Nullable String code, @Nullable String requestId,
			@Nullable Throwable cause) {
		super(message, status, code, requestId, cause);
	}

}
