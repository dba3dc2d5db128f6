/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a simulator is started with.
 *
 * @param port the port, or 0 for any free one
 * @param allowedHosts the names that it goes by, beside those of the loopback interface
 * @param clientId the OAuth2 client id
 * @param clientSecret the OAuth2 client secret
 * @param merchantId the merchant's id
 * @param webhookSecret the secret that webhooks are signed with
 * @param clock the clock to go by
 * @param requestsPerMinute how many calls are let through in any 60 seconds, or 0 for no
 * limit
 * @param webhookRetryPauses how long to wait before each repeat of a webhook
 * @param checkPayUrl where the merchant is called by check/pay, or {@code null}
 * @param qrPort the port of the QR API, or 0 for any free one
 * @param apiKey the API key of the QR API's basic scheme
 * @param organizationBin the organization's BIN in the QR API's enhanced scheme
 */
record SimulatorSettings(int port, Set<String> allowedHosts, String clientId, String clientSecret, String merchantId,
		String webhookSecret, Clock clock, int requestsPerMinute, List<Duration> webhookRetryPauses,
		@Nullable URI checkPayUrl, int qrPort, String apiKey, String organizationBin) {

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "SimulatorSettings[port=%s, merchantId=%s]", this.port, this.merchantId);
	}

}
