/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.net.URI;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Connects an application to a simulator, and the simulator to the application.
 */
final class SimulatorConnectionDetails implements KaspiPayConnectionDetails {

	private final KaspiPaySimulator simulator;

	private final Environment environment;

	SimulatorConnectionDetails(KaspiPaySimulator simulator, Environment environment) {
		this.simulator = simulator;
		this.environment = environment;
	}

	@Override
	public URI getBaseUrl() {
		return URI.create(QrApplicationProperties.isQr(this.environment)
				? this.simulator.qr().baseUrl(QrApplicationProperties.scheme(this.environment))
				: this.simulator.baseUrl());
	}

	@Override
	public String getMerchantId() {
		return this.simulator.merchantId();
	}

	@Override
	public String getClientId() {
		return this.simulator.clientId();
	}

	@Override
	public String getClientSecret() {
		return this.simulator.clientSecret();
	}

	@Override
	public String getWebhookSecret() {
		return this.simulator.webhookSecret();
	}

	@Override
	public @Nullable URI getCallbackUrl() {
		return CallbackAddress.of(this.environment);
	}

}
