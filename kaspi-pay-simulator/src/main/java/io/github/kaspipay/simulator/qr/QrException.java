/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

/**
 * A call of the QR API that is answered with a {@code StatusCode} other than 0.
 */
final class QrException extends RuntimeException {

	private final QrStatusCode statusCode;

	QrException(QrStatusCode statusCode) {
		super(statusCode.message());
		this.statusCode = statusCode;
	}

	QrStatusCode getStatusCode() {
		return this.statusCode;
	}

}
