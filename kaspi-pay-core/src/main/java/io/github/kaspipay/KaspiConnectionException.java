/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import org.jspecify.annotations.Nullable;

/**
 * Kaspi Pay could not be reached. The call was never sent, or it was one that changes
 * nothing: it is safe to make it again.
 */
public class KaspiConnectionException extends KaspiPayException {

	/**
	 * Creates the exception.
	 * @param message what went wrong and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public KaspiConnectionException(String message, @Nullable Throwable cause) {
		super(message, null, cause);
	}

	/**
	 * Creates the exception for a call that had a request id when it was sent.
	 * @param message what went wrong and what to do about it
	 * @param requestId the request id, or {@code null}
	 * @param cause the cause, or {@code null}
	 */
	public KaspiConnectionException(String message, @Nullable String requestId, @Nullable Throwable cause) {
		super(message, requestId, cause);
	}

}
