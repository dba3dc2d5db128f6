/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.kaspipay.checkpay.AddressRange;
import io.github.kaspipay.checkpay.CheckPayFormat;
import io.github.kaspipay.checkpay.CheckPaySource;
import io.github.kaspipay.checkpay.PaymentLink;
import io.github.kaspipay.http.KaspiHttpProxy;
import io.github.kaspipay.order.KaspiPaymentForm;
import io.github.kaspipay.qrapi.QrScheme;
import io.github.kaspipay.jdbc.JdbcStoreSettings;
import io.github.kaspipay.redis.TokenEncryption;
import io.github.kaspipay.webhook.SignedContent;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

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
 * @param connectTimeout Time to wait for a connection, at most call-timeout.
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
		@DefaultValue Proxy proxy, @DefaultValue Token token, @DefaultValue Webhook webhook,
		@DefaultValue Polling polling, @DefaultValue RateLimit rateLimit, @DefaultValue Ledger ledger,
		@DefaultValue Events events, @DefaultValue Fees fees, @DefaultValue Tracing tracing,
		@Nullable Map<String, KaspiPayMerchantProperties> merchants, @DefaultValue CheckPay checkPay,
		@DefaultValue Qr qr) implements AopInfrastructureBean {

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
	 * HTTP proxy between the application and Kaspi Pay. Calls go through it in a tunnel.
	 *
	 * @param host Host of the proxy. Without one there is no proxy.
	 * @param port Port of the proxy.
	 * @param username User name for a proxy that asks for Basic authentication.
	 * @param password Password for a proxy that asks for Basic authentication.
	 */
	public record Proxy(@Nullable String host, @Nullable Integer port, @Nullable String username,
			@Nullable String password) {

		/**
		 * A name or an IPv4 address, or an IPv6 address.
		 */
		private static final Pattern HOST = Pattern
			.compile("[^\\s/:@?#\\[\\]]+|\\[?[0-9A-Fa-f.]*(:[0-9A-Fa-f.]*){2,}]?");

		/**
		 * Returns the same, checked and tidied.
		 */
		Proxy checked() {
			PropertyRules.requireResolved("proxy.host", this.host);
			PropertyRules.requireResolved("proxy.username", this.username);
			PropertyRules.requireResolved("proxy.password", this.password);
			String host = StringUtils.hasText(this.host) ? this.host.strip() : null;
			if (host != null && !HOST.matcher(host).matches()) {
				// without the host: it may hold a password
				throw new KaspiPayConfigurationException(
						"kaspi.pay.proxy.host must be a host alone, such as proxy.example: no scheme, port or path.",
						"Correct kaspi.pay.proxy.host. The port goes into kaspi.pay.proxy.port.");
			}
			if (host != null && (this.port == null || !PropertyRules.isPort(this.port))) {
				throw new KaspiPayConfigurationException(
						"kaspi.pay.proxy.port must be between 1 and 65535 where kaspi.pay.proxy.host is set.",
						"Correct kaspi.pay.proxy.port.");
			}
			if (host == null && (this.port != null || StringUtils.hasText(this.username)
					|| StringUtils.hasText(this.password))) {
				throw new KaspiPayConfigurationException(
						"kaspi.pay.proxy.host must be set where another property of kaspi.pay.proxy is.",
						"Correct kaspi.pay.proxy.host.");
			}
			if (this.username != null && this.username.contains(":")) {
				throw new KaspiPayConfigurationException("kaspi.pay.proxy.username must not contain a colon.",
						"Correct kaspi.pay.proxy.username.");
			}
			return new Proxy(host, this.port, this.username, this.password);
		}

		/**
		 * Returns the proxy as the client takes it. Internal.
		 * @return the proxy, or {@code null} if there is none
		 */
		public @Nullable KaspiHttpProxy toHttpProxy() {
			return (this.host != null && this.port != null) ? new KaspiHttpProxy(this.host, this.port,
					StringUtils.hasText(this.username) ? this.username : null, this.password) : null;
		}

		@Override
		public String toString() {
			return "Proxy[host=" + this.host + ", port=" + this.port + "]";
		}

	}

	/**
	 * Access token.
	 *
	 * @param store Where the token is kept. With auto it is Redis if there is a
	 * RedisConnectionFactory.
	 * @param refreshBeforeExpiry Time before its end at which a token is replaced in the
	 * background: 0, or 1s to 30m.
	 * @param encryption Encryption of the token in Redis.
	 */
	public record Token(@DefaultValue("auto") Store store, @DefaultValue("5m") Duration refreshBeforeExpiry,
			@DefaultValue Encryption encryption) {

		/**
		 * Returns the same, checked.
		 */
		Token checked() {
			PropertyRules.requireNoneOrBetween("token.refresh-before-expiry", this.refreshBeforeExpiry,
					Duration.ofSeconds(1), Duration.ofMinutes(30));
			return new Token(this.store, this.refreshBeforeExpiry, this.encryption.checked());
		}

		/**
		 * Where the access token is kept.
		 */
		public enum Store {

			/**
			 * In Redis if the application has a RedisConnectionFactory, else in memory.
			 */
			AUTO,

			/**
			 * In memory: each instance has its own.
			 */
			MEMORY,

			/**
			 * In Redis: all instances share one.
			 */
			REDIS

		}

		/**
		 * Encryption of the token in Redis, with AES-256-GCM.
		 *
		 * @param key Key to encrypt with: 32 bytes in Base64. Without one the token is
		 * not encrypted.
		 * @param otherKeys Further keys that a token may be encrypted with, while the key
		 * is being changed.
		 */
		public record Encryption(@Nullable String key, @Nullable List<String> otherKeys) {

			/**
			 * Returns the same, checked and tidied.
			 */
			Encryption checked() {
				PropertyRules.requireResolved("token.encryption.key", this.key);
				String key = (this.key != null) ? this.key.strip() : null;
				List<String> otherKeys = (this.otherKeys != null) ? this.otherKeys.stream().map(String::strip).toList()
						: List.of();
				if (key != null) {
					decode("token.encryption.key", key);
				}
				otherKeys.forEach((other) -> decode("token.encryption.other-keys", other));
				if (key == null && !otherKeys.isEmpty()) {
					throw new KaspiPayConfigurationException(
							"kaspi.pay.token.encryption.other-keys is set, and kaspi.pay.token.encryption.key is not.",
							"Set kaspi.pay.token.encryption.key to the key to encrypt with.");
				}
				return new Encryption(key, otherKeys);
			}

			@Override
			public String toString() {
				return "Encryption[enabled=" + (this.key != null) + "]";
			}

			/**
			 * Returns what encrypts tokens. Internal.
			 * @return the encryption, or {@code null} if tokens are not encrypted
			 */
			public @Nullable TokenEncryption toTokenEncryption() {
				return (this.key != null) ? new TokenEncryption(decode("token.encryption.key", this.key),
						Stream.ofNullable(this.otherKeys)
							.flatMap(List::stream)
							.map((other) -> decode("token.encryption.other-keys", other))
							.toList())
						: null;
			}

			private static byte[] decode(String property, String key) {
				try {
					byte[] bytes = Base64.getDecoder().decode(key);
					if (bytes.length == TokenEncryption.KEY_BYTES) {
						return bytes;
					}
				}
				catch (IllegalArgumentException ex) {
					// its message would show a part of the key
				}
				throw new KaspiPayConfigurationException(
						"kaspi.pay." + property + " must be " + TokenEncryption.KEY_BYTES + " bytes in Base64.",
						"Make a key with 'openssl rand -base64 " + TokenEncryption.KEY_BYTES + "'.");
			}

		}

	}

	/**
	 * Notifications from Kaspi Pay.
	 *
	 * @param enabled Whether webhooks are received.
	 * @param path Path of the endpoint that receives webhooks, below the servlet path.
	 * Nothing in it is encoded, and it ends without a slash.
	 * @param secret Secret that webhooks are signed with, from the Kaspi Pay dashboard.
	 * @param previousSecret Secret that webhooks were signed with before the last change,
	 * accepted as well.
	 * @param signatureHeader Header that carries the signature.
	 * @param signedContent What the signature may cover.
	 * @param maxBodySize Largest body that is read, at most 1MB.
	 * @param bypassSecurity Whether Spring Security lets webhooks through to the
	 * endpoint. Their signature is checked in any case.
	 */
	public record Webhook(@DefaultValue("true") boolean enabled, @DefaultValue("/webhook/kaspi") String path,
			@Nullable String secret, @Nullable String previousSecret,
			@DefaultValue("X-Kaspi-Signature") String signatureHeader, @DefaultValue( {
					"raw-body", "json-stringify" }) Set<SignedContent> signedContent,
			@DefaultValue("64KB") DataSize maxBodySize, @DefaultValue("true") boolean bypassSecurity){

		/**
		 * What a container and Spring Security read alike.
		 */
		private static final Pattern PLAIN_PATH = Pattern
			.compile("(/(?!\\.{1,2}(/|$))[\\p{L}\\p{M}\\p{N}._~!$&'()+,=:@-]+)+");

		private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

		/**
		 * Returns the same, checked.
		 */
		Webhook checked() {
			PropertyRules.requireResolved("webhook.path", this.path);
			PropertyRules.require(PLAIN_PATH.matcher(this.path).matches(), "webhook.path",
					"must be a plain path such as /webhook/kaspi: no pattern, no query, nothing encoded, no empty, "
							+ "'.' or '..' segment and no / at its end",
					this.path);
			PropertyRules.requireSet("webhook.signature-header", this.signatureHeader);
			PropertyRules.require(HEADER.matcher(this.signatureHeader).matches(), "webhook.signature-header",
					"must be the name of a header, such as X-Kaspi-Signature", this.signatureHeader);
			PropertyRules.require(!this.signedContent.isEmpty(), "webhook.signed-content",
					"must name raw-body or json-stringify, or both", this.signedContent);
			PropertyRules.require(
					this.maxBodySize.toBytes() > 0 && this.maxBodySize.toBytes() <= DataSize.ofMegabytes(1).toBytes(),
					"webhook.max-body-size", "must be between 1B and 1MB", this.maxBodySize);
			return this;
		}

		@Override
		public String toString() {
			return "Webhook[enabled=" + this.enabled + ", path=" + this.path + "]";
		}

	}

	/**
	 * Polling of open orders.
	 *
	 * @param enabled Whether this instance polls open orders, and those with a status
	 * that Kaspi Pay has yet to confirm. With the ledger in a database another instance
	 * may do it.
	 * @param interval Pause between two polls of a young order.
	 * @param duration Age up to which an order is young; the pauses grow from then on.
	 * @param giveUpAfter Age at which an order that is still unpaid counts as cancelled.
	 */
	public record Polling(@DefaultValue("true") boolean enabled, @DefaultValue("30s") Duration interval,
			@DefaultValue("5m") Duration duration, @DefaultValue("30m") Duration giveUpAfter) {

		/**
		 * Returns the same, checked.
		 */
		Polling checked() {
			PropertyRules.requireBetween("polling.interval", this.interval, Duration.ofMillis(100),
					Duration.ofHours(1));
			PropertyRules.requireBetween("polling.duration", this.duration, Duration.ofSeconds(1), Duration.ofDays(1));
			PropertyRules.requireBetween("polling.give-up-after", this.giveUpAfter, Duration.ofSeconds(1),
					Duration.ofDays(7));
			PropertyRules.require(this.giveUpAfter.compareTo(this.duration) >= 0, "polling.give-up-after",
					"must be at least kaspi.pay.polling.duration, " + PropertyRules.text(this.duration),
					PropertyRules.text(this.giveUpAfter));
			return this;
		}

	}

	/**
	 * Budget of calls.
	 *
	 * @param store Where the calls are counted. With auto it is Redis if there is a
	 * RedisConnectionFactory.
	 * @param requestsPerMinute Number of calls that may be made in any minute, token
	 * calls included: at most what Kaspi Pay allows.
	 * @param burst Number of these calls that polls leave to users at any moment; a tenth
	 * of them where it is not set.
	 * @param maxWait Time a user's call waits for a permit at the most, before it fails
	 * with a KaspiRateLimitException. At least 4s outlast a restart of Redis; more than
	 * half of call-timeout is not waited.
	 * @param fallbackRequestsPerMinute Number of calls that this instance may make in any
	 * minute while Redis is away; 10 where it is not set, or all of them if these are
	 * fewer.
	 */
	public record RateLimit(@DefaultValue("auto") Store store, @DefaultValue("100") int requestsPerMinute,
			@Nullable Integer burst, @DefaultValue("5s") Duration maxWait,
			@Nullable Integer fallbackRequestsPerMinute) {

		private static final int FALLBACK = 10;

		/**
		 * Returns the same, checked and tidied.
		 */
		RateLimit checked() {
			PropertyRules.require(this.requestsPerMinute >= 1, "rate-limit.requests-per-minute", "must be at least 1",
					this.requestsPerMinute);
			int burst = (this.burst != null) ? this.burst : this.requestsPerMinute / 10;
			PropertyRules.require(burst >= 0 && burst < this.requestsPerMinute, "rate-limit.burst",
					"must be at least 0 and less than kaspi.pay.rate-limit.requests-per-minute", burst);
			PropertyRules.requireNoneOrBetween("rate-limit.max-wait", this.maxWait, Duration.ofMillis(100),
					Duration.ofMinutes(1));
			int fallbackRequestsPerMinute = (this.fallbackRequestsPerMinute != null) ? this.fallbackRequestsPerMinute
					: Math.min(FALLBACK, this.requestsPerMinute);
			PropertyRules.require(fallbackRequestsPerMinute >= 1 && fallbackRequestsPerMinute <= this.requestsPerMinute,
					"rate-limit.fallback-requests-per-minute",
					"must be at least 1 and at most kaspi.pay.rate-limit.requests-per-minute",
					fallbackRequestsPerMinute);
			return new RateLimit(this.store, this.requestsPerMinute, burst, this.maxWait, fallbackRequestsPerMinute);
		}

		/**
		 * Returns how many calls are left to users.
		 * @return the number of calls
		 */
		@Override
		public Integer burst() {
			return Objects.requireNonNull(this.burst);
		}

		/**
		 * Returns how many calls this instance may make on its own.
		 * @return the number of calls a minute
		 */
		@Override
		public Integer fallbackRequestsPerMinute() {
			return Objects.requireNonNull(this.fallbackRequestsPerMinute);
		}

		/**
		 * Where calls are counted.
		 */
		public enum Store {

			/**
			 * In Redis if the application has a RedisConnectionFactory, else in memory.
			 */
			AUTO,

			/**
			 * In memory: each instance has the whole budget for itself.
			 */
			LOCAL,

			/**
			 * In Redis: all instances share one budget.
			 */
			REDIS

		}

	}

	/**
	 * What is kept of each order.
	 *
	 * @param type Where the ledger is kept. With auto it is the database if there is a
	 * DataSource.
	 * @param maxOrders Number of orders the ledger in memory holds at the most, for each
	 * merchant.
	 * @param initializeSchema When the ledger's tables are created and upgraded.
	 * @param tablePrefix What the names of the ledger's tables begin with. A schema's
	 * name and a point may come first.
	 * @param webhookRetention Time for which the journal in the database keeps a webhook:
	 * its order, status, outcome and a digest of its body.
	 * @param retention Time for which the database keeps a settled order, at least 180d.
	 * For ever where it is not set.
	 */
	public record Ledger(@DefaultValue("auto") Type type, @DefaultValue("10000") int maxOrders,
			@DefaultValue("embedded") InitializeSchema initializeSchema, @DefaultValue("kaspi_pay_") String tablePrefix,
			@DefaultValue("30d") Duration webhookRetention, @Nullable Duration retention) {

		private static final Duration REFUNDABLE_FOR = Duration.ofDays(180);

		/**
		 * Returns the same, checked.
		 */
		Ledger checked() {
			PropertyRules.require(this.maxOrders > 0, "ledger.max-orders", "must be more than 0", this.maxOrders);
			PropertyRules.requireResolved("ledger.table-prefix", this.tablePrefix);
			PropertyRules.require(JdbcStoreSettings.isTablePrefix(this.tablePrefix), "ledger.table-prefix",
					"must be letters, digits and _, after a schema's name and a point if need be", this.tablePrefix);
			PropertyRules.requireBetween("ledger.webhook-retention", this.webhookRetention, Duration.ofHours(1),
					Duration.ofDays(3650));
			PropertyRules.require(this.retention == null || this.retention.compareTo(REFUNDABLE_FOR) >= 0,
					"ledger.retention", "must be at least 180d, for as long as an order can be refunded",
					(this.retention != null) ? PropertyRules.text(this.retention) : "");
			return this;
		}

		/**
		 * When the ledger's tables are created and upgraded.
		 */
		public enum InitializeSchema {

			/**
			 * At start-up, in an embedded database.
			 */
			EMBEDDED,

			/**
			 * At start-up.
			 */
			ALWAYS,

			/**
			 * Never: the application's own migrations do it.
			 */
			NEVER

		}

		/**
		 * Where the ledger is kept.
		 */
		public enum Type {

			/**
			 * In the application's DataSource if there is one, else in memory.
			 */
			AUTO,

			/**
			 * In memory: lost when the application ends.
			 */
			MEMORY,

			/**
			 * In the application's DataSource.
			 */
			JDBC

		}

	}

	/**
	 * Delivery of events to listeners.
	 *
	 * @param enabled Whether this instance delivers events. Where an application shares
	 * the database with another one whose listeners are meant, switch it off.
	 * @param maxAttempts Number of attempts before an event is parked. With the default
	 * pauses the default is three days.
	 * @param firstPause Pause after the first failure. It doubles with each further one.
	 * @param maxPause Longest pause between two attempts.
	 * @param concurrency Number of events that are delivered at a time.
	 * @param listenerTimeout Time the listeners of one event may take altogether before
	 * their thread is interrupted.
	 * @param retention Time for which the database keeps a delivered event.
	 * @param strict Whether start-up fails on a listener that does not keep the promise
	 * of delivery, such as an asynchronous one. Otherwise it is named in a warning.
	 */
	public record Events(@DefaultValue("true") boolean enabled, @DefaultValue("440") int maxAttempts,
			@DefaultValue("1s") Duration firstPause, @DefaultValue("10m") Duration maxPause,
			@DefaultValue("4") int concurrency, @DefaultValue("60s") Duration listenerTimeout,
			@DefaultValue("30d") Duration retention, @DefaultValue("false") boolean strict) {

		/**
		 * Returns the same, checked.
		 */
		Events checked() {
			PropertyRules.require(this.maxAttempts > 0, "events.max-attempts", "must be more than 0", this.maxAttempts);
			PropertyRules.requireBetween("events.first-pause", this.firstPause, Duration.ofMillis(10),
					Duration.ofDays(1));
			PropertyRules.requireBetween("events.max-pause", this.maxPause, Duration.ofMillis(10), Duration.ofDays(7));
			PropertyRules.require(this.maxPause.compareTo(this.firstPause) >= 0, "events.max-pause",
					"must be at least kaspi.pay.events.first-pause", this.maxPause);
			PropertyRules.require(this.concurrency > 0 && this.concurrency <= 64, "events.concurrency",
					"must be between 1 and 64", this.concurrency);
			PropertyRules.requireBetween("events.listener-timeout", this.listenerTimeout, Duration.ofSeconds(1),
					Duration.ofHours(1));
			PropertyRules.requireBetween("events.retention", this.retention, Duration.ofHours(1),
					Duration.ofDays(3650));
			return this;
		}

	}

	/**
	 * Fees as agreed with Kaspi Pay, as fractions of the amount.
	 *
	 * @param qrRate Fee for a payment by QR code, as a fraction: 0.005 for 0.5 %, at most
	 * 0.1.
	 * @param qrMinimum Least fee for a payment by QR code, in ₸.
	 * @param cardRate Fee for a payment by card, as a fraction.
	 * @param refundRate Fee for a refund, as a fraction.
	 */
	public record Fees(@DefaultValue("0.005") BigDecimal qrRate, @DefaultValue("50") BigDecimal qrMinimum,
			@DefaultValue("0.02") BigDecimal cardRate, @DefaultValue("0.001") BigDecimal refundRate) {

		private static final BigDecimal MAX_RATE = new BigDecimal("0.1");

		private static final BigDecimal MAX_MINIMUM = new BigDecimal("1000000");

		/**
		 * Returns the same, checked.
		 */
		Fees checked() {
			requireRate("fees.qr-rate", this.qrRate);
			PropertyRules.require(this.qrMinimum.signum() >= 0 && this.qrMinimum.compareTo(MAX_MINIMUM) <= 0,
					"fees.qr-minimum", "must be between 0 and " + MAX_MINIMUM + " ₸", this.qrMinimum);
			requireDecimals("fees.qr-minimum", this.qrMinimum);
			requireRate("fees.card-rate", this.cardRate);
			requireRate("fees.refund-rate", this.refundRate);
			return this;
		}

		private static void requireRate(String property, BigDecimal rate) {
			if (rate.signum() < 0 || rate.compareTo(MAX_RATE) > 0) {
				throw new KaspiPayConfigurationException(
						"kaspi.pay." + property + " must be a fraction of the amount between 0 and " + MAX_RATE
								+ ", and is " + rate + ".",
						"Correct kaspi.pay." + property
								+ ". A rate in percent is to be divided by 100: write 0.005 for " + "0.5 %.");
			}
			requireDecimals(property, rate);
		}

		private static void requireDecimals(String property, BigDecimal value) {
			PropertyRules.require(value.stripTrailingZeros().scale() <= 10, property, "must have at most 10 decimals",
					value);
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

	/**
	 * Requests of Kaspi's, where the protocol is check-pay.
	 *
	 * @param path Path of the endpoint that Kaspi calls.
	 * @param allowedAddresses Addresses that Kaspi calls from: IP addresses, or ranges
	 * such as 10.0.0.0/8. Nothing is signed: they are the protection.
	 * @param trustedProxies Addresses of the proxies between Kaspi and the application
	 * whose X-Forwarded-For is believed.
	 * @param sharedSecret Secret that Kaspi sends as data1, where one is agreed.
	 * @param format Format of the answers, as agreed with Kaspi.
	 * @param payableFor Time for which an order can be paid.
	 * @param serviceName Name of the service in its payment link, from Kaspi. Without it
	 * orders have no link and no QR code.
	 * @param serviceId Id of the service in its payment link, from Kaspi.
	 * @param accountParameter Number of the payment link's parameter that takes the
	 * account, from Kaspi.
	 * @param paymentPage Address of Kaspi's page that payment links open.
	 * @param bypassSecurity Whether Spring Security lets Kaspi's requests through to the
	 * endpoint. Their address is checked in any case.
	 * @param quickPay Payments that Kaspi prepares.
	 */
	public record CheckPay(@DefaultValue("/kaspi/check-pay") String path,
			@DefaultValue("194.187.247.152") List<String> allowedAddresses, @Nullable List<String> trustedProxies,
			@Nullable String sharedSecret, @DefaultValue("json") CheckPayFormat format,
			@DefaultValue("24h") Duration payableFor, @Nullable String serviceName, @Nullable String serviceId,
			@Nullable String accountParameter, @DefaultValue("https://kaspi.kz/pay") URI paymentPage,
			@DefaultValue("true") boolean bypassSecurity, @DefaultValue QuickPay quickPay) {

		/**
		 * What Kaspi has no way to spell otherwise.
		 */
		private static final Pattern PLAIN_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");

		/**
		 * Returns the same, checked and tidied.
		 */
		CheckPay checked() {
			PropertyRules.require(PLAIN_PATH.matcher(this.path).matches(), "check-pay.path",
					"must be a plain path such as /kaspi/check-pay, of the characters A-Z a-z 0-9 . _ ~ - and /, "
							+ "without a / at its end",
					this.path);
			PropertyRules.require(!this.allowedAddresses.isEmpty(), "check-pay.allowed-addresses",
					"must name the addresses that Kaspi calls from", this.allowedAddresses);
			ranges("check-pay.allowed-addresses", this.allowedAddresses);
			List<String> trustedProxies = (this.trustedProxies != null) ? List.copyOf(this.trustedProxies) : List.of();
			ranges("check-pay.trusted-proxies", trustedProxies);
			if (this.sharedSecret != null) {
				requireSecret("check-pay.shared-secret", this.sharedSecret);
			}
			PropertyRules.requireBetween("check-pay.payable-for", this.payableFor, Duration.ofMillis(100),
					Duration.ofDays(365));
			PropertyRules.requireHttps("check-pay.payment-page", this.paymentPage);
			String serviceName = textOrNull("check-pay.service-name", this.serviceName);
			String serviceId = textOrNull("check-pay.service-id", this.serviceId);
			String accountParameter = textOrNull("check-pay.account-parameter", this.accountParameter);
			boolean none = serviceName == null && serviceId == null && accountParameter == null;
			if (!none && (serviceName == null || serviceId == null || accountParameter == null)) {
				throw new KaspiPayConfigurationException(
						"kaspi.pay.check-pay.service-name, service-id and account-parameter must be set together: they "
								+ "make the payment link.",
						"Set all three to what Kaspi has given you, or none for orders without a link.");
			}
			return new CheckPay(this.path, this.allowedAddresses, trustedProxies, this.sharedSecret, this.format,
					this.payableFor, serviceName, serviceId, accountParameter, this.paymentPage, this.bypassSecurity,
					this.quickPay.checked());
		}

		@Override
		public String toString() {
			return "CheckPay[path=" + this.path + "]";
		}

		/**
		 * Returns the proxies between Kaspi and the application.
		 * @return their addresses
		 */
		@Override
		public List<String> trustedProxies() {
			return Objects.requireNonNull(this.trustedProxies);
		}

		/**
		 * Returns who may call the endpoint. Internal.
		 * @return the addresses
		 */
		public CheckPaySource toSource() {
			return new CheckPaySource(ranges("check-pay.allowed-addresses", this.allowedAddresses),
					ranges("check-pay.trusted-proxies", trustedProxies()));
		}

		/**
		 * Returns what payment links are made of. Internal.
		 * @return the parts of the link, or {@code null} for orders without one
		 */
		public @Nullable PaymentLink toLink() {
			return (this.serviceName != null && this.serviceId != null && this.accountParameter != null)
					? new PaymentLink(this.paymentPage, this.serviceName, this.serviceId, this.accountParameter) : null;
		}

		private static List<AddressRange> ranges(String property, List<String> texts) {
			return texts.stream().map((text) -> range(property, text.strip())).toList();
		}

		private static AddressRange range(String property, String text) {
			try {
				return AddressRange.parse(text);
			}
			catch (IllegalArgumentException ex) {
				throw new KaspiPayConfigurationException(
						"kaspi.pay." + property + " " + ex.getMessage() + ", and is '" + text + "'.",
						"Correct kaspi.pay." + property + ".");
			}
		}

		private static void requireSecret(String property, String secret) {
			String variable = CredentialRules.unsetVariable(secret);
			if (variable != null) {
				throw CredentialRules.unset("kaspi.pay." + property, variable);
			}
			if (!StringUtils.hasText(secret)) {
				throw new KaspiPayConfigurationException("kaspi.pay." + property + " must not be blank.",
						"Set kaspi.pay." + property + " to what is agreed with Kaspi, or leave it out.");
			}
		}

		private static @Nullable String textOrNull(String property, @Nullable String text) {
			if (!StringUtils.hasText(text)) {
				return null;
			}
			PropertyRules.requireSet(property, text);
			return text.strip();
		}

		/**
		 * Payments that Kaspi prepares: orders get an address that leads right to theirs.
		 *
		 * @param url Address that payments are prepared at.
		 * @param service Service that is paid, from Kaspi. Without it no payment is
		 * prepared.
		 * @param refererHost Host of your site, such as shop.kz.
		 * @param qrCode Whether Kaspi is asked for a picture of the QR code, which takes
		 * the place of the order's QR data as a data URI.
		 */
		public record QuickPay(@DefaultValue("https://kaspi.kz/online") URI url, @Nullable String service,
				@Nullable String refererHost, @DefaultValue("false") boolean qrCode) {

			private static final Pattern HOST = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
					+ "(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

			/**
			 * Returns the same, checked and tidied.
			 */
			QuickPay checked() {
				PropertyRules.requireHttps("check-pay.quick-pay.url", this.url);
				PropertyRules.require(
						this.url.getRawUserInfo() == null && this.url.getRawQuery() == null
								&& this.url.getRawFragment() == null,
						"check-pay.quick-pay.url", "must have no user, no query and no fragment",
						"an address that has one");
				String service = textOrNull("check-pay.quick-pay.service", this.service);
				String refererHost = textOrNull("check-pay.quick-pay.referer-host", this.refererHost);
				PropertyRules.require(refererHost == null || HOST.matcher(refererHost).matches(),
						"check-pay.quick-pay.referer-host",
						"must be a bare host such as shop.kz, without https:// and without a path",
						String.valueOf(refererHost));
				return new QuickPay(this.url, service, refererHost, this.qrCode);
			}

			@Override
			public String toString() {
				return "QuickPay[url=" + this.url + "]";
			}

		}

	}

	/**
	 * QR API.
	 *
	 * @param scheme What was agreed with Kaspi.
	 * @param apiKey Key from Kaspi, in the scheme basic.
	 * @param organizationBin BIN of the merchant, in the scheme enhanced.
	 * @param tradePointId Kaspi's id of the trade point.
	 * @param deviceId Name of the cash desk, which is registered with Kaspi at its first
	 * use.
	 * @param paymentForm How customers come to pay. Orders whose request names none use
	 * it.
	 */
	public record Qr(@Nullable QrScheme scheme, @Nullable String apiKey, @Nullable String organizationBin,
			@Nullable String tradePointId, @Nullable String deviceId,
			@DefaultValue("qr") KaspiPaymentForm paymentForm) {

		@Override
		public String toString() {
			return "Qr[scheme=" + this.scheme + "]";
		}

	}

}
