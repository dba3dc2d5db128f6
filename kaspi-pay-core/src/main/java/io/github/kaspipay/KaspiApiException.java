/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import org.jspecify.annotations.Nullable;

/**
 * Kaspi Pay answered, and the answer was an error.
 */
public abstract class KaspiApiException extends KaspiPayException {

	/**
	 * HTTP status of the answer.
	 */
	private final int status;

	/**
	 * Error code in the answer's body.
	 */
	private final @Nullable String code;

	/**
	 * Creates the exception.
	 * @param message what went wrong and what to do about it
	 * @param status the HTTP status of the answer
	 * @param code the error code in the answer's body, or {@code null}
	 * @param requestId the request id Kaspi Pay gave the call, or {@code null}
	 * @param cause the cause, or {@code null}
	 */
	protected KaspiApiException(String message, int status, @Nullable String code, @Nullable String requestId,
			@Nullable Throwable cause) {
		super((code != null) ? message + " (code " + code + ")" : message, requestId, cause);
		this.status = status;
		this.code = code;
	}

	/**
	 * Returns the HTTP status of the answer.
	 * @return the status, such as 409
	 */
	public int getStatus() {
		return this.status;
	}

	/**
	 * Returns the error code that Kaspi Pay put into the answer's body.
	 * @return the code, or {@code null} where the body had none
	 */
	public @Nullable String getCode() {
		return this.code;
	}

}
