/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

/**
 * How the merchant is known to the QR API. Internal to the simulator.
 *
 * @param apiKey the API key of the basic scheme
 * @param organizationBin the organization's BIN in the enhanced scheme
 */
public record QrMerchant(String apiKey, String organizationBin) {

	@Override
	public String toString() {
		return "QrMerchant[organizationBin=" + this.organizationBin + "]";
	}

}
