/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import org.jspecify.annotations.Nullable;

/**
 * The merchant is blocked (402): Kaspi Pay support has to be contacted and documents
 * provided.
 */
public class KaspiMerchantBlockedException extends KaspiApiException {

	/**
	 * Creates the exception.
	 * @param message what went wrong and what to do about it
	 * @param status the HTTP status of the answer
	 * @param code the error code in the answer's body, or {@code null}
	 * @param requestId the request id Kaspi Pay gave the call, or {@code null}
	 * @param cause the cause, or {@code null}
	 */
	public KaspiMerchantBlockedException(String message, int status, @Nullable String code, @Nullable String requestId,
			@Nullable Throwable cause) {
		super(message, status, code, requestId, cause);
	}

}
