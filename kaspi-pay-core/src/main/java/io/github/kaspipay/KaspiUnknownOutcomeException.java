/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import org.jspecify.annotations.Nullable;

/**
 * A create or refund was sent, and no answer says what became of it: it may have
 * happened. Do not repeat it blindly. The ledger keeps what was asked for; a webhook or a
 * later {@link io.github.kaspipay.order.KaspiOrderService#get get} settles it.
 */
public class KaspiUnknownOutcomeException extends KaspiPayException {

	/**
	 * Creates the exception.
	 * @param message what went wrong and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public KaspiUnknownOutcomeException(String message, @Nullable Throwable cause) {
		super(message, null, cause);
	}

	/**
	 * Creates the exception for a call that was answered.
	 * @param message what went wrong and what to do about it
	 * @param requestId the request id Kaspi Pay gave the call, or {@code null}
	 * @param cause the cause, or {@code null}
	 */
	public KaspiUnknownOutcomeException(String message, @Nullable String requestId, @Nullable Throwable cause) {
		super(message, requestId, cause);
	}

}
