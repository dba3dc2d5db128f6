/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.fault;

/**
 * What a call of the API asks for. Paths of the QR API are those within its scheme.
 */
public enum Operation {

	/**
	 * {@code POST /oauth/token}.
	 */
	TOKEN,

	/**
	 * {@code POST /payment/orders}; in the QR API {@code POST /qr/create},
	 * {@code /qr/create-link} and {@code /remote/create}.
	 */
	CREATE,

	/**
	 * {@code GET /payment/orders/{orderId}}; in the QR API {@code GET
	 * /payment/status/{id}}.
	 */
	STATUS,

	/**
	 * {@code POST /payment/orders/{orderId}/refund}; in the QR API
	 * {@code POST /payment/return}.
	 */
	REFUND,

	/**
	 * {@code POST /online}, quick pay of check/pay.
	 */
	QUICK_PAY,

	/**
	 * {@code POST /device/register} and {@code /device/delete} of the QR API.
	 */
	DEVICE,

	/**
	 * {@code GET /payment/details} of the QR API.
	 */
	DETAILS,

	/**
	 * {@code POST /remote/cancel} of the QR API.
	 */
	CANCEL,

	/**
	 * {@code /return/*} of the QR API, by which a customer identifies for a refund.
	 */
	RETURN,

	/**
	 * {@code GET /partner/tradepoints}, {@code /remote/client-info} and
	 * {@code /health/ping} of the QR API.
	 */
	LOOK_UP,

	/**
	 * {@code POST /test/payment/*} of the QR API.
	 */
	TEST

}
