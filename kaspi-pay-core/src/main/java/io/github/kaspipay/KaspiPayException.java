/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Base of everything that can go wrong while talking to Kaspi Pay. Its message never
 * holds a body, a token or a secret.
 */
public abstract class KaspiPayException extends RuntimeException {

	/**
	 * Id Kaspi Pay gave the call.
	 */
	private final @Nullable String requestId;

	/**
	 * Creates the exception.
	 * @param message what went wrong and what to do about it
	 * @param requestId the request id Kaspi Pay gave the call, or {@code null}
	 * @param cause the cause, or {@code null}
	 */
	protected KaspiPayException(String message, @Nullable String requestId, @Nullable Throwable cause) {
		super((requestId != null) ? message + " (request id " + requestId + ")" : message, cause);
		this.requestId = requestId;
	}

	/**
	 * Returns what went wrong and what to do about it, with the request id if there is
	 * one.
	 * @return the message
	 */
	@Override
	public String getMessage() {
		return Objects.requireNonNull(super.getMessage());
	}

	/**
	 * Returns the id Kaspi Pay gave the failed call, to quote to its support.
	 * @return the request id, or {@code null} where no answer with one came
	 */
	public @Nullable String getRequestId() {
		return this.requestId;
	}

}
