/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import io.github.kaspipay.order.KaspiPaymentForm;
import io.github.kaspipay.qrapi.QrScheme;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * QR API.
 *
 * @param scheme What was agreed with Kaspi.
 * @param apiKey Key from Kaspi, in the scheme basic.
 * @param organizationBin BIN of the merchant, in the scheme enhanced.
 * @param tradePointId Kaspi's id of the trade point.
 * @param deviceId Name of the cash desk, which is registered with Kaspi at its first use.
 * @param paymentForm How customers come to pay. Orders whose request names none use it.
 */
public record KaspiPayQrProperties(@Nullable QrScheme scheme, @Nullable String apiKey, @Nullable String organizationBin,
		@Nullable String tradePointId, @Nullable String deviceId, @DefaultValue("qr") KaspiPaymentForm paymentForm) {

	@Override
	public String toString() {
		return "KaspiPayQrProperties[scheme=" + this.scheme + "]";
	}

}
