package io.github.kaspipay.test;

/**
 * A call that is answered with an error.
 */
final class ApiException extends IllegalStateException {

	private final int status;

	private final String code;

	ApiException(int status, String code, String message) {
		super(message);
		this.status = status;
		this.code = code;
	}

	static ApiException invalid(String message) {
		return new ApiException(400, "INVALID_REQUEST", message);
	}

	static ApiException orderNotFound(String orderId) {
		return new ApiException(404, "ORDER_NOT_FOUND", "There is no order " + orderId);
	}

	int getStatus() {
		return this.status;
	}

	String getCode() {
		return this.code;
	}

}
