/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

/**
 * What the QR API answers by {@code StatusCode} where something is wrong.
 */
enum QrStatusCode {

	NO_CERTIFICATE(-10000, "No client certificate"),

	DEVICE_UNKNOWN(-1501, "Device not found"),

	DEVICE_INACTIVE(-1502, "Device is not active"),

	DEVICE_ELSEWHERE(-1503, "Device belongs to another trade point"),

	PAYMENT_NOT_FOUND(-1601, "Purchase not found"),

	NO_TRADE_POINTS(-14000002, "No trade points"),

	PAYMENT_ID_NOT_FOUND(-99000001, "Purchase with this id not found"),

	TRADE_POINT_NOT_FOUND(-99000002, "Trade point not found"),

	TRADE_POINT_MISMATCH(-99000003, "Trade point and device do not match"),

	REFUND_TOO_LARGE(-99000005, "Refund exceeds the purchase"),

	REFUND_FAILED(-99000006, "Refund failed"),

	NOT_REFUNDABLE(-99000011, "Not refundable in this status"),

	TRADE_POINT_DISABLED(990000018, "Trade point is disabled"),

	BAD_AMOUNT(990000028, "Wrong amount");

	private final int code;

	private final String message;

	QrStatusCode(int code, String message) {
		this.code = code;
		this.message = message;
	}

	int code() {
		return this.code;
	}

	String message() {
		return this.message;
	}

}
