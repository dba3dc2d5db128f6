/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Configuration of Kaspi Pay. Immutable; values out of range fail start-up. A record can
 * have no proxy, so it is none of the beans that the application's aspects are put
 * around.
 *
 * @param enabled Whether Kaspi Pay is configured at all.
 * @param keepAlive Whether an application without a web server stays alive while it polls
 * or delivers events.
 * @param api Which of Kaspi's protocols the merchant has.
 * @param environment Kaspi Pay environment to talk to.
 * @param baseUrl Base address of the API, in place of the environment's: https, or http
 * to a loopback host.
 * @param merchantId Merchant id, from the Kaspi Pay dashboard.
 * @param clientId OAuth2 client id, from the Kaspi Pay dashboard.
 * @param clientSecret OAuth2 client secret, from the Kaspi Pay dashboard.
 * @param scope OAuth2 scope of the access token.
 * @param callbackUrl Public https address of this application's webhook; without one no
 * webhook comes. Orders whose request names none use it.
 * @param returnUrl Address customers return to after paying. Orders whose request names
 * none use it.
 * @param language Language of the payment page: ru, kk (Kazakh) or en. Orders whose
 * request names none use it.
 * @param connectTimeout Time to wait for a connection, with what a proxy and TLS take; at
 * most call-timeout.
 * @param readTimeout Time one attempt may take, its answer's body included; at most
 * call-timeout.
 * @param callTimeout Time a whole call may take, with its token and all attempts: 1s to
 * 60s. A shorter one shortens the defaults of the other two.
 * @param ssl TLS of the connection to Kaspi Pay.
 * @param proxy HTTP proxy between the application and Kaspi Pay.
 * @param token Access token.
 * @param webhook Notifications from Kaspi Pay.
 * @param polling Polling of open orders.
 * @param rateLimit Budget of calls.
 * @param ledger What is kept of each order.
 * @param events Delivery of events to listeners.
 * @param fees Fees as agreed with Kaspi Pay.
 * @param tracing Traces of the application.
 * @param merchants Further merchants, by name. Each has its own credentials, webhook and
 * budget.
 * @param checkPay Requests of Kaspi's, where the protocol is check-pay.
 * @param qr QR API, where the protocol is qr.
 */
@ConfigurationProperties("kaspi.pay")
public record KaspiPayProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean keepAlive,
		@DefaultValue("orders") Api api, @DefaultValue("production") Environment environment, @Nullable URI baseUrl,
		@Nullable String merchantId, @Nullable String clientId, @Nullable String clientSecret,
		@DefaultValue("payment.orders") String scope, @Nullable URI callbackUrl, @Nullable URI returnUrl,
		@Nullable String language, @DefaultValue("2s") Duration connectTimeout,
		@DefaultValue("10s") Duration readTimeout, @DefaultValue("20s") Duration callTimeout, @DefaultValue Ssl ssl,
		@NestedConfigurationProperty @DefaultValue KaspiPayProxyProperties proxy,
		@NestedConfigurationProperty @DefaultValue KaspiPayTokenProperties token,
		@NestedConfigurationProperty @DefaultValue KaspiPayWebhookProperties webhook,
		@NestedConfigurationProperty @DefaultValue KaspiPayPollingProperties polling,
		@NestedConfigurationProperty @DefaultValue KaspiPayRateLimitProperties rateLimit,
		@NestedConfigurationProperty @DefaultValue KaspiPayLedgerProperties ledger,
		@NestedConfigurationProperty @DefaultValue KaspiPayEventsProperties events,
		@NestedConfigurationProperty @DefaultValue KaspiPayFeesProperties fees, @DefaultValue Tracing tracing,
		@Nullable Map<String, KaspiPayMerchantProperties> merchants,
		@NestedConfigurationProperty @DefaultValue KaspiPayCheckPayProperties checkPay,
		@NestedConfigurationProperty @DefaultValue KaspiPayQrProperties qr) implements AopInfrastructureBean {

	private static final Pattern MERCHANT_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

	private static final String NO_MERCHANT_NAME = "default";

	private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

	/**
	 * Creates the properties.
	 * @param enabled whether Kaspi Pay is configured at all
	 * @param keepAlive whether an application without a web server stays alive while it
	 * polls or delivers events
	 * @param api which of Kaspi's protocols the merchant has
	 * @param environment Kaspi Pay environment to talk to
	 * @param baseUrl base address of the API, in place of the environment's: https, or
	 * http to a loopback host
	 * @param merchantId merchant id, from the Kaspi Pay dashboard
	 * @param clientId OAuth2 client id, from the Kaspi Pay dashboard
	 * @param clientSecret OAuth2 client secret, from the Kaspi Pay dashboard
	 * @param scope OAuth2 scope of the access token
	 * @param callbackUrl public https address of this application's webhook. Orders whose
	 * request names none use it
	 * @param returnUrl address customers return to after paying. Orders whose request
	 * names none use it
	 * @param language language of the payment page. Orders whose request names none use
	 * it
	 * @param connectTimeout time to wait for a connection
	 * @param readTimeout time one attempt may take, its answer's body included
	 * @param callTimeout time a whole call may take, with its token and all attempts
	 * @param ssl TLS of the connection to Kaspi Pay
	 * @param proxy HTTP proxy between the application and Kaspi Pay
	 * @param token access token
	 * @param webhook notifications from Kaspi Pay
	 * @param polling polling of open orders
	 * @param rateLimit budget of calls
	 * @param ledger what is kept of each order
	 * @param events delivery of events to listeners
	 * @param fees fees as agreed with Kaspi Pay
	 * @param tracing traces of the application
	 * @param merchants further merchants, by name
	 * @param checkPay requests of Kaspi's, where the protocol is check-pay
	 * @param qr QR API, where the protocol is qr
	 */
	public KaspiPayProperties {
		ssl = ssl.checked();
		proxy = proxy.checked();
		token = token.checked();
		webhook = webhook.checked();
		polling = polling.checked();
		rateLimit = rateLimit.checked();
		ledger = ledger.checked();
		events = events.checked();
		fees = fees.checked();
		checkPay = checkPay.checked();
		baseUrl = withoutTrailingSlash(baseUrl, api == Api.QR);
		PropertyRules.requireHttps("callback-url", callbackUrl);
		PropertyRules.requireHttps("return-url", returnUrl);
		language = requireLanguage(language);
		PropertyRules.requireSet("scope", scope);
		PropertyRules.requireBetween("call-timeout", callTimeout, Duration.ofSeconds(1), Duration.ofMinutes(1));
		connectTimeout = PropertyRules.requireWithinCall("connect-timeout", connectTimeout, Duration.ofSeconds(2),
				callTimeout);
		readTimeout = PropertyRules.requireWithinCall("read-timeout", readTimeout, Duration.ofSeconds(10), callTimeout);
		merchants = (merchants != null) ? Collections.unmodifiableMap(new TreeMap<>(merchants)) : Map.of();
		merchants.keySet().forEach(KaspiPayProperties::requireMerchantName);
	}

	/**
	 * Returns the further merchants.
	 * @return the merchants, by name
	 */
	@Override
	public Map<String, KaspiPayMerchantProperties> merchants() {
		return Objects.requireNonNull(this.merchants);
	}

	/**
	 * Returns the properties as they hold for a merchant. Internal.
	 * @param name the merchant's name, empty for the default one
	 * @return the properties, the default merchant's if there is none of this name
	 */
	public KaspiPayProperties ofMerchant(String name) {
		KaspiPayMerchantProperties merchant = merchants().get(name);
		return (merchant != null) ? merchant.over(name, this) : this;
	}

	/**
	 * Returns where Kaspi calls, by the names of the merchants that speak check/pay.
	 * Internal.
	 * @return the paths
	 * @throws KaspiPayConfigurationException if two have the same path
	 */
	public Map<String, String> checkPayPaths() {
		Map<String, String> properties = new HashMap<>();
		Map<String, String> paths = new LinkedHashMap<>();
		for (String name : Stream.concat(Stream.of(""), merchants().keySet().stream()).toList()) {
			KaspiPayProperties merchant = ofMerchant(name);
			if (merchant.api() != Api.CHECK_PAY) {
				continue;
			}
			String path = merchant.checkPay().path();
			String property = PropertyName.of(name, "check-pay.path");
			String other = properties.put(path, property);
			if (other != null) {
				throw new KaspiPayConfigurationException(
						other + " and " + property + " are the same path, " + path
								+ ": it would not be known whose customer has paid.",
						"Give each merchant a path of its own, or leave both out for the default ones.");
			}
			paths.put(name, path);
		}
		return paths;
	}

	private static void requireMerchantName(String name) {
		if (!MERCHANT_NAME.matcher(name).matches() || name.equals(NO_MERCHANT_NAME)) {
			throw new KaspiPayConfigurationException("kaspi.pay.merchants has a merchant named '" + name
					+ "': a name must be 1 to 32 small letters, digits, - and _, begin with a letter or digit, and not "
					+ "be '" + NO_MERCHANT_NAME + "', which stands for the merchant of kaspi.pay.* itself.",
					"Give the merchant another name.");
		}
	}

	@Override
	public String toString() {
		return "KaspiPayProperties[environment=" + this.environment + ", baseUrl=" + this.baseUrl + "]";
	}

	private static @Nullable URI withoutTrailingSlash(@Nullable URI baseUrl, boolean hasPath) {
		PropertyRules.requireHttps("base-url", baseUrl);
		if (baseUrl == null) {
			return null;
		}
		// without the address: it may hold a password or a key
		String cure = "Leave kaspi.pay.base-url out for the address of kaspi.pay.environment, or set scheme, host and "
				+ "port only: " + Environment.PRODUCTION.getBaseUrl() + ".";
		if (baseUrl.getRawUserInfo() != null) {
			throw new KaspiPayConfigurationException("kaspi.pay.base-url must not hold a user name or a password.",
					cure + " Credentials go into kaspi.pay.client-id and kaspi.pay.client-secret.");
		}
		if (baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
			throw new KaspiPayConfigurationException("kaspi.pay.base-url must not have a query or a fragment.", cure);
		}
		String path = baseUrl.getRawPath();
		if (path.isEmpty()) {
			return baseUrl;
		}
		if (hasPath) {
			return URI.create(baseUrl.getScheme() + "://" + baseUrl.getRawAuthority()
					+ StringUtils.trimTrailingCharacter(path, '/'));
		}
		if (!path.equals("/")) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay.base-url must not have a path: those of the API are added to it, and no environment of "
							+ "Kaspi Pay has one.",
					cure);
		}
		return URI.create(baseUrl.getScheme() + "://" + baseUrl.getRawAuthority());
	}

	private static @Nullable String requireLanguage(@Nullable String language) {
		if (!StringUtils.hasText(language)) {
			return null;
		}
		PropertyRules.requireSet("language", language);
		String stripped = language.strip();
		if (!LANGUAGE.matcher(stripped).matches() || stripped.equals("kz")) {
			throw new KaspiPayConfigurationException("kaspi.pay.language must be the code of a language, in small "
					+ "letters, and is '" + stripped + "'.",
					"Set kaspi.pay.language to ru, kk (Kazakh; kz is the country) or en.");
		}
		return stripped;
	}

	/**
	 * Protocol of Kaspi's.
	 */
	public enum Api {

		/**
		 * The merchant calls: orders, webhooks and refunds.
		 */
		ORDERS,

		/**
		 * Kaspi calls the merchant's server: check, then pay.
		 */
		CHECK_PAY,

		/**
		 * The merchant calls, with a certificate or a key, and asks what became of its
		 * payments: the QR API.
		 */
		QR

	}

	/**
	 * Kaspi Pay environment.
	 */
	public enum Environment {

		/**
		 * Live payments.
		 */
		PRODUCTION("https://api.kaspipay.kz", "https://dashboard.kaspipay.kz"),

		/**
		 * Test payments.
		 */
		SANDBOX("https://sandbox.kaspipay.kz", "https://sandbox.kaspipay.kz");

		private final URI baseUrl;

		private final URI dashboard;

		Environment(String baseUrl, String dashboard) {
			this.baseUrl = URI.create(baseUrl);
			this.dashboard = URI.create(dashboard);
		}

		/**
		 * Returns the base address of its orders API.
		 * @return the address
		 */
		public URI getBaseUrl() {
			return this.baseUrl;
		}

		/**
		 * Returns the address of its dashboard, where credentials come from.
		 * @return the address
		 */
		public URI getDashboard() {
			return this.dashboard;
		}

	}

	/**
	 * TLS of the connection to Kaspi Pay.
	 *
	 * @param bundle Name of the SSL bundle to use, in place of the JVM's defaults. A
	 * reload is picked up.
	 */
	public record Ssl(@Nullable String bundle) {

		/**
		 * Returns the same, checked.
		 */
		Ssl checked() {
			PropertyRules.requireResolved("ssl.bundle", this.bundle);
			return this;
		}

	}

	/**
	 * Traces of the application.
	 *
	 * @param propagate Whether headers of tracing, baggage among them, are sent to Kaspi
	 * Pay.
	 */
	public record Tracing(@DefaultValue("false") boolean propagate) {

	}

}
