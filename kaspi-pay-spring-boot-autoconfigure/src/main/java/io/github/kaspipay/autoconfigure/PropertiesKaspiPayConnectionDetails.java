package io.github.kaspipay.autoconfigure;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Takes the connection's details from {@code kaspi.pay.*}.
 */
class PropertiesKaspiPayConnectionDetails implements KaspiPayConnectionDetails {

	private final KaspiPayProperties properties;

	private final String merchantId;

	private final String clientId;

	private final String clientSecret;

	PropertiesKaspiPayConnectionDetails(KaspiPayProperties properties) {
		this.properties = properties;
		List<String> missing = new ArrayList<>();
		this.merchantId = required("kaspi.pay.merchant-id", properties.merchantId(), missing);
		this.clientId = required("kaspi.pay.client-id", properties.clientId(), missing);
		this.clientSecret = required("kaspi.pay.client-secret", properties.clientSecret(), missing);
		if (!missing.isEmpty()) {
			throw new KaspiPayConfigurationException(
					"Kaspi Pay has no merchant credentials: " + String.join(", ", missing) + " must be set.",
					"Take them from the Kaspi Pay dashboard, " + properties.environment().getDashboard()
							+ " (test credentials come from " + KaspiPayProperties.Environment.SANDBOX.getDashboard()
							+ " and need kaspi.pay.environment=sandbox), or switch Kaspi Pay off with "
							+ "kaspi.pay.enabled=false.");
		}
	}

	private static String required(String property, @Nullable String value, List<String> missing) {
		String checked = CredentialRules.check(property, value);
		if (checked.isEmpty()) {
			missing.add(property);
		}
		return checked;
	}

	@Override
	public URI getBaseUrl() {
		URI baseUrl = this.properties.baseUrl();
		return (baseUrl != null) ? baseUrl : this.properties.environment().getBaseUrl();
	}

	@Override
	public String getMerchantId() {
		return this.merchantId;
	}

	@Override
	public String getClientId() {
		return this.clientId;
	}

	@Override
	public String getClientSecret() {
		return this.clientSecret;
	}

	@Override
	public @Nullable String getWebhookSecret() {
		return this.properties.webhook().secret();
	}

	@Override
	public @Nullable String getPreviousWebhookSecret() {
		return this.properties.webhook().previousSecret();
	}

}
