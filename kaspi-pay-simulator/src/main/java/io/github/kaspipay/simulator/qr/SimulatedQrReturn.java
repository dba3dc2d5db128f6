/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.time.Instant;

/**
 * A QR code by which a customer identifies for a refund, in the standard scheme of the
 * simulated QR API. Immutable.
 *
 * @param returnId Kaspi's id of it
 * @param status {@code QrTokenCreated}, or {@code CustomerIdentityObtained} once scanned
 * @param tradePointId the id of the trade point
 * @param content the text of the QR code
 * @param createdAt when it was created, on the simulator's clock
 * @param expiresAt until when it can be scanned, on the simulator's clock
 */
public record SimulatedQrReturn(String returnId, String status, String tradePointId, String content, Instant createdAt,
		Instant expiresAt) {

	static final String CREATED = "QrTokenCreated";

	static final String IDENTIFIED = "CustomerIdentityObtained";

	boolean isIdentified() {
		return this.status.equals(IDENTIFIED);
	}

	SimulatedQrReturn identified() {
		return new SimulatedQrReturn(this.returnId, IDENTIFIED, this.tradePointId, this.content, this.createdAt,
				this.expiresAt);
	}

}
