/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.net.URI;
import java.net.URISyntaxException;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayMerchantProperties;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.PropertyName;
import io.github.kaspipay.http.SettingNames;
import io.github.kaspipay.qrapi.QrSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What is set for one merchant, the default one or one of several: all parts of a
 * merchant are made of it. Internal: for the packages of this starter only.
 *
 * @param name the merchant's name; empty for the default one
 * @param properties the properties as they hold for this merchant
 * @param details where Kaspi Pay is, and who the merchant is to it
 * @param own what is set for this merchant only, or {@code null} for the default one
 * @param names how messages name the settings
 */
public record MerchantSettings(String name, KaspiPayProperties properties, KaspiPayConnectionDetails details,
		@Nullable KaspiPayMerchantProperties own, SettingNames names) {

	public static MerchantSettings ofDefault(KaspiPayProperties properties, KaspiPayConnectionDetails details) {
		return new MerchantSettings("", properties, details, null, SettingNames.DEFAULT);
	}

	/**
	 * Returns the settings of a merchant of {@code kaspi.pay.merchants}.
	 * @param name the merchant's name
	 * @param merchant what is set for it
	 * @param shared what holds where nothing is
	 * @param sharedDetails where Kaspi Pay is for the default merchant
	 * @throws KaspiPayConfigurationException if something is missing or wrong
	 */
	static MerchantSettings named(String name, KaspiPayMerchantProperties merchant, KaspiPayProperties shared,
			KaspiPayConnectionDetails sharedDetails) {
		KaspiPayProperties properties = merchant.over(name, shared);
		boolean elsewhere = merchant.hasOwnAddress(shared);
		return new MerchantSettings(name, properties,
				new PropertiesKaspiPayConnectionDetails(properties, PropertyName.of(name, ""), false) {

					@Override
					public URI getBaseUrl() {
						try {
							return elsewhere ? super.getBaseUrl() : sharedDetails.getBaseUrl();
						}
						catch (KaspiPayConfigurationException ex) {
							throw ex.ofMerchant(name);
						}
					}

					@Override
					public @Nullable URI getCallbackUrl() {
						URI callback = sharedDetails.getCallbackUrl();
						return (properties.callbackUrl() != null) ? properties.callbackUrl()
								: onPath((callback != null) ? callback : shared.callbackUrl(), shared.webhook().path(),
										properties.webhook().path());
					}

				}, merchant, names(name, elsewhere, merchant.hasOwnBundle(shared)));
	}

	private static SettingNames names(String merchant, boolean ownAddress, boolean ownBundle) {
		return new SettingNames(PropertyName.of(merchant, ""), PropertyName.of(ownAddress ? merchant : "", "base-url"),
				PropertyName.of(ownBundle ? merchant : "", "ssl.bundle"));
	}

	/**
	 * Returns an address with another path at its end, or {@code null} if the path it has
	 * is not known to this application: something in front of it has its own.
	 */
	private static @Nullable URI onPath(@Nullable URI address, String path, String other) {
		if (address == null) {
			return null;
		}
		String whole = (address.getPath() != null) ? address.getPath() : "";
		boolean bare = whole.isEmpty() || whole.equals("/");
		if (!bare && !whole.endsWith(path)) {
			return null;
		}
		String before = bare ? "" : whole.substring(0, whole.length() - path.length());
		try {
			return URI.create(
					new URI(address.getScheme(), address.getAuthority(), before + other, null, null).toASCIIString());
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	/**
	 * Says whether there is no such merchant: only others are set.
	 */
	public boolean isAbsent() {
		return api() == KaspiPayProperties.Api.ORDERS && this.details.getMerchantId().isEmpty()
				&& this.details.getClientId().isEmpty();
	}

	public KaspiPayProperties.Api api() {
		return this.properties.api();
	}

	/**
	 * Returns the full name of one of this merchant's properties.
	 */
	public String property(String property) {
		return PropertyName.of(this.name, property);
	}

	/**
	 * Returns where this merchant's notifications are sent, or {@code null} if that is
	 * not known.
	 */
	public @Nullable URI callbackUrl() {
		URI callback = this.details.getCallbackUrl();
		return (callback != null) ? callback : this.properties.callbackUrl();
	}

	/**
	 * Returns how this merchant speaks the QR API.
	 * @throws KaspiPayConfigurationException if something is missing or does not fit
	 */
	public QrSettings qrSettings() {
		try {
			return QrSettingsReader.read(this.name, this.properties);
		}
		catch (KaspiPayConfigurationException ex) {
			throw (this.own != null) ? ex.ofMerchant(this.name) : ex;
		}
	}

	/**
	 * Returns how messages about quick pay name the settings: all merchants have the same
	 * address for it.
	 */
	SettingNames quickPayNames() {
		return new SettingNames(this.names.prefix(), PropertyName.of("", "check-pay.quick-pay.url"),
				this.names.sslBundle());
	}

	/**
	 * Says whether the number of calls is set for this merchant only.
	 */
	boolean hasOwnLimit() {
		return this.own != null && this.own.rateLimit().requestsPerMinute() != null;
	}

	public String webhookPath() {
		return this.properties.webhook().path();
	}

	/**
	 * Returns the secrets that notifications may be signed with, checked.
	 */
	WebhookSecrets webhookSecrets() {
		String secret = WebhookSecretRules.check(property("webhook.secret"), this.details.getWebhookSecret());
		String previous = this.details.getPreviousWebhookSecret();
		return new WebhookSecrets(secret, StringUtils.hasText(previous)
				? WebhookSecretRules.check(property("webhook.previous-secret"), previous) : null);
	}

	@Override
	public String toString() {
		return "MerchantSettings[name=" + this.name + "]";
	}

	/**
	 * The secrets that notifications may be signed with.
	 */
	record WebhookSecrets(String secret, @Nullable String previous) {

		@Override
		public String toString() {
			return "WebhookSecrets";
		}

	}

}
