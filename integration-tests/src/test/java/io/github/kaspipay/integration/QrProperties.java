/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration;

import java.time.Duration;
import java.util.Base64;
import java.util.List;

import io.github.kaspipay.simulator.qr.SimulatedQr;
import io.github.kaspipay.simulator.qr.SimulatedQrScheme;

/**
 * The properties of an application that speaks the QR API with a simulator.
 */
public final class QrProperties {

	private QrProperties() {
	}

	/**
	 * Returns the properties, and has payments polled each second.
	 * @param qr the API
	 * @return the properties, {@code name=value}
	 */
	public static List<String> of(SimulatedQr qr) {
		qr.windows(Duration.ofSeconds(1), Duration.ofMinutes(3), Duration.ofMinutes(3));
		String store = "base64:" + Base64.getEncoder().encodeToString(qr.certificates().clientPkcs12());
		String password = qr.certificates().password();
		return List.of("kaspi.pay.api=qr", "kaspi.pay.base-url=" + qr.baseUrl(SimulatedQrScheme.ENHANCED),
				"kaspi.pay.qr.scheme=enhanced", "kaspi.pay.qr.organization-bin=" + qr.organizationBin(),
				"kaspi.pay.qr.trade-point-id=" + qr.tradePointIds().iterator().next(), "kaspi.pay.qr.device-id=till-1",
				"kaspi.pay.ssl.bundle=kaspi", "spring.ssl.bundle.jks.kaspi.keystore.location=" + store,
				"spring.ssl.bundle.jks.kaspi.keystore.password=" + password,
				"spring.ssl.bundle.jks.kaspi.truststore.location=" + store,
				"spring.ssl.bundle.jks.kaspi.truststore.password=" + password);
	}

}
