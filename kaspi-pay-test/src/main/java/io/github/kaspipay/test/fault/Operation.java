package io.github.kaspipay.test.fault;

/**
 * What a call of the API asks for.
 */
public enum Operation {

	/**
	 * {@code POST /oauth/token}.
	 */
	TOKEN,

	/**
	 * {@code POST /payment/orders}.
	 */
	CREATE,

	/**
	 * {@code GET /payment/orders/{orderId}}.
	 */
	STATUS,

	/**
	 * {@code POST /payment/orders/{orderId}/refund}.
	 */
	REFUND,

	/**
	 * {@code POST /online}, quick pay of check/pay.
	 */
	QUICK_PAY

}
