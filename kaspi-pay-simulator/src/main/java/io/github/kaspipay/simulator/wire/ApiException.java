/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.wire;

import java.util.Objects;

/**
 * A call that is answered with an error.
 */
public final class ApiException extends IllegalStateException {

	private final int status;

	private final String code;

	public ApiException(int status, String code, String message) {
		super(message);
		this.status = status;
		this.code = code;
	}

	public static ApiException invalid(String message) {
		return new ApiException(400, "INVALID_REQUEST", message);
	}

	public static ApiException orderNotFound(String orderId) {
		return new ApiException(404, "ORDER_NOT_FOUND", "There is no order " + orderId);
	}

	@Override
	public String getMessage() {
		return Objects.requireNonNull(super.getMessage());
	}

	public int getStatus() {
		return this.status;
	}

	public String getCode() {
		return this.code;
	}

}
