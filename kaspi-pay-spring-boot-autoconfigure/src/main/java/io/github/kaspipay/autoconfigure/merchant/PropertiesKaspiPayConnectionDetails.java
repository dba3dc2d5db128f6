/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.autoconfigure.CredentialRules;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.PropertyName;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Takes the connection's details from {@code kaspi.pay.*}. Internal: for the packages of
 * this starter only.
 */
public class PropertiesKaspiPayConnectionDetails implements KaspiPayConnectionDetails {

	private final KaspiPayProperties properties;

	private final String merchantId;

	private final String clientId;

	private final String clientSecret;

	/**
	 * Takes the details of the default merchant, who may be absent if there are others.
	 */
	public PropertiesKaspiPayConnectionDetails(KaspiPayProperties properties) {
		this(properties, PropertyName.of("", ""), !properties.merchants().isEmpty());
	}

	/**
	 * Takes the details of a merchant.
	 * @param properties the properties as they hold for the merchant
	 * @param prefix what the names of the merchant's own properties begin with
	 * @param optional whether all of the merchant may be left out
	 */
	public PropertiesKaspiPayConnectionDetails(KaspiPayProperties properties, String prefix, boolean optional) {
		this.properties = properties;
		List<String> missing = new ArrayList<>();
		this.merchantId = required(prefix + "merchant-id", properties.merchantId(), missing);
		this.clientId = required(prefix + "client-id", properties.clientId(), missing);
		this.clientSecret = required(prefix + "client-secret", properties.clientSecret(), missing);
		boolean nothing = missing.size() == 3 && !StringUtils.hasText(properties.webhook().secret());
		boolean needed = properties.api() == KaspiPayProperties.Api.ORDERS;
		if (needed && !missing.isEmpty() && !(optional && nothing)) {
			throw new KaspiPayConfigurationException(
					"Kaspi Pay has no merchant credentials: " + String.join(", ", missing) + " must be set.",
					"Take them from the Kaspi Pay dashboard, " + properties.environment().getDashboard()
							+ " (test credentials come from " + KaspiPayProperties.Environment.SANDBOX.getDashboard()
							+ " and need " + prefix + "environment=sandbox), or " + otherwise(prefix, optional));
		}
	}

	private static String otherwise(String prefix, boolean optional) {
		if (optional) {
			return "remove the rest of " + prefix + "* that belongs to a merchant, kaspi.pay.webhook.secret included: "
					+ "those of kaspi.pay.merchants have their own.";
		}
		return "switch Kaspi Pay off with kaspi.pay.enabled=false.";
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
		if (this.properties.api() == KaspiPayProperties.Api.QR) {
			return QrSettingsReader.baseUrl(this.properties);
		}
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
