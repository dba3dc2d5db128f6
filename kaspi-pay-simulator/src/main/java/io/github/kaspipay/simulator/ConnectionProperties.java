/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.util.Locale;

/**
 * The properties that connect a Spring Boot application to a simulator. The secrets of
 * the defaults are no secrets; others are left to whoever chose them, under the names of
 * the environment variables that the starter's documentation uses.
 */
final class ConnectionProperties {

	private ConnectionProperties() {
	}

	static String of(KaspiPaySimulator simulator) {
		return String.format(Locale.ROOT, """
				kaspi.pay.base-url=%s
				kaspi.pay.merchant-id=%s
				kaspi.pay.client-id=%s
				kaspi.pay.client-secret=%s
				kaspi.pay.webhook.secret=%s
				kaspi.pay.callback-url=http://localhost:8080/webhook/kaspi
				""", simulator.baseUrl(), simulator.merchantId(), simulator.clientId(),
				shown(simulator.clientSecret(), KaspiPaySimulatorBuilder.DEFAULT_CLIENT_SECRET,
						"${KASPI_CLIENT_SECRET}"),
				shown(simulator.webhookSecret(), KaspiPaySimulatorBuilder.DEFAULT_WEBHOOK_SECRET,
						"${KASPI_WEBHOOK_SECRET}"));
	}

	private static String shown(String secret, String defaultSecret, String placeholder) {
		return secret.equals(defaultSecret) ? secret : placeholder;
	}

}
