/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiPaymentForm;
import org.jspecify.annotations.Nullable;

/**
 * How a merchant speaks the QR API. Its {@link #toString()} shows no key. Internal: it
 * may change in any release.
 *
 * @param merchant the merchant's name in the application; empty for the default one. No
 * two merchants share a device
 * @param scheme what was agreed with Kaspi
 * @param apiKey the key, or {@code null} in the schemes with a certificate
 * @param organizationBin the merchant's BIN, 12 digits, or {@code null} in the other
 * schemes than {@link QrScheme#ENHANCED}
 * @param tradePointId Kaspi's id of the trade point, 1 to 18 digits
 * @param deviceId the merchant's own name of the cash desk, which is registered with
 * Kaspi
 * @param paymentForm how customers come to pay where an order does not say it
 * @param polling how orders are polled where Kaspi's answer does not say it
 */
public record QrSettings(String merchant, QrScheme scheme, @Nullable String apiKey, @Nullable String organizationBin,
		String tradePointId, String deviceId, KaspiPaymentForm paymentForm, PollingSchedule polling) {

	/**
	 * Creates the settings.
	 * @param merchant the merchant's name; empty for the default one
	 * @param scheme what was agreed with Kaspi
	 * @param apiKey the key, or {@code null}
	 * @param organizationBin the merchant's BIN, or {@code null}
	 * @param tradePointId Kaspi's id of the trade point
	 * @param deviceId the merchant's own name of the cash desk
	 * @param paymentForm how customers come to pay
	 * @param polling how orders are polled
	 * @throws IllegalArgumentException if the scheme lacks what it needs, or the trade
	 * point's id is no number
	 */
	public QrSettings {
		require((apiKey != null) == (scheme == QrScheme.BASIC),
				"apiKey must be set in the scheme basic, and only there");
		require((organizationBin != null) == (scheme == QrScheme.ENHANCED),
				"organizationBin must be set in the scheme enhanced, and only there");
		require(organizationBin == null || organizationBin.matches("[0-9]{12}"), "organizationBin must have 12 digits");
		require(tradePointId.matches("[0-9]{1,18}"), "tradePointId must have 1 to 18 digits");
		require(!deviceId.isBlank(), "deviceId must not be blank");
	}

	private static void require(boolean holds, String rule) {
		if (!holds) {
			throw new IllegalArgumentException(rule);
		}
	}

	@Override
	public String toString() {
		return "QrSettings[merchant=" + this.merchant + ", scheme=" + this.scheme + ", tradePointId="
				+ this.tradePointId + "]";
	}

}
