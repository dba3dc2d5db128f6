/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.util.Locale;

/**
 * How a merchant of the QR API is known, and what it may do.
 */
public enum SimulatedQrScheme {

	/**
	 * An API key; no refunds.
	 */
	BASIC("/r1/v01"),

	/**
	 * A client certificate; refunds begin with a scan by the customer.
	 */
	STANDARD("/r2/v01"),

	/**
	 * A client certificate and the organization's BIN; refunds without the customer, and
	 * remote payments.
	 */
	ENHANCED("/r3/v01");

	private final String path;

	SimulatedQrScheme(String path) {
		this.path = path;
	}

	/**
	 * Returns the beginning of the paths of this scheme's calls.
	 * @return the path, such as {@code /r3/v01}
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Returns the scheme as {@code kaspi.pay.qr.scheme} has it.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
