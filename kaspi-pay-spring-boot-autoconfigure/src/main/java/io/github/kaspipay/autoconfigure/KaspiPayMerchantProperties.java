/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.github.kaspipay.checkpay.CheckPayFormat;
import io.github.kaspipay.order.KaspiPaymentForm;
import io.github.kaspipay.qrapi.QrScheme;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One of several merchants, {@code kaspi.pay.merchants.<name>.*}. What is left out is as
 * in {@code kaspi.pay.*}, but for the credentials, the webhook's secrets and its path,
 * and the callback address.
 *
 * @param api Which of Kaspi's protocols this merchant has.
 * @param environment Kaspi Pay environment to talk to.
 * @param baseUrl Base address of the API, in place of the environment's: https, or http
 * to a loopback host.
 * @param merchantId Merchant id, from the Kaspi Pay dashboard.
 * @param clientId OAuth2 client id, from the Kaspi Pay dashboard.
 * @param clientSecret OAuth2 client secret, from the Kaspi Pay dashboard.
 * @param scope OAuth2 scope of the access token.
 * @param callbackUrl Public https address of this merchant's webhook. By default that of
 * kaspi.pay.callback-url, with this merchant's path.
 * @param returnUrl Address customers return to after paying. Orders whose request names
 * none use it.
 * @param language Language of the payment page. Orders whose request names none use it.
 * @param connectTimeout Time to wait for a connection.
 * @param readTimeout Time one attempt may take, its answer's body included.
 * @param callTimeout Time a whole call may take, with its token and all attempts.
 * @param webhook Notifications from Kaspi Pay.
 * @param polling Polling of open orders.
 * @param rateLimit Budget of calls.
 * @param checkPay Requests of Kaspi's, where the protocol is check-pay.
 * @param ssl TLS of the connection to Kaspi Pay.
 * @param qr QR API, where the protocol is qr.
 */
public record KaspiPayMerchantProperties(KaspiPayProperties.@Nullable Api api,
		KaspiPayProperties.@Nullable Environment environment, @Nullable URI baseUrl, @Nullable String merchantId,
		@Nullable String clientId, @Nullable String clientSecret, @Nullable String scope, @Nullable URI callbackUrl,
		@Nullable URI returnUrl, @Nullable String language, @Nullable Duration connectTimeout,
		@Nullable Duration readTimeout, @Nullable Duration callTimeout, @DefaultValue Webhook webhook,
		@DefaultValue Polling polling, @DefaultValue RateLimit rateLimit, @DefaultValue CheckPay checkPay,
		@DefaultValue Ssl ssl, @DefaultValue Qr qr) {

	/**
	 * Returns all properties as they hold for this merchant.
	 * @param name the merchant's name
	 * @param shared those of {@code kaspi.pay.*}
	 * @return this merchant's properties, with no further merchants
	 * @throws KaspiPayConfigurationException if one of them is out of its range
	 */
	public KaspiPayProperties over(String name, KaspiPayProperties shared) {
		try {
			return merge(name, shared);
		}
		catch (KaspiPayConfigurationException ex) {
			throw ex.ofMerchant(name);
		}
	}

	private KaspiPayProperties merge(String name, KaspiPayProperties shared) {
		Duration callTimeout = or(this.callTimeout, shared.callTimeout());
		return new KaspiPayProperties(true, shared.keepAlive(), or(this.api, shared.api()),
				or(this.environment, shared.environment()), hasOwnAddress(shared) ? this.baseUrl : shared.baseUrl(),
				this.merchantId, this.clientId, this.clientSecret, or(this.scope, shared.scope()), this.callbackUrl,
				orNull(this.returnUrl, shared.returnUrl()), orNull(this.language, shared.language()),
				or(this.connectTimeout, atMost(callTimeout, shared.connectTimeout())),
				or(this.readTimeout, atMost(callTimeout, shared.readTimeout())), callTimeout,
				hasOwnBundle(shared) ? new KaspiPayProperties.Ssl(this.ssl.bundle()) : shared.ssl(), shared.proxy(),
				shared.token(), this.webhook.over(name, shared.webhook()), this.polling.over(shared.polling()),
				this.rateLimit.over(shared.rateLimit()), shared.ledger(), shared.events(), shared.fees(),
				shared.tracing(), Map.of(), this.checkPay.over(name, shared.checkPay()), this.qr.over(shared.qr()));
	}

	/**
	 * Says whether this merchant has an address of its own: one is set, or that of the
	 * default merchant is of another protocol. Each scheme of the QR API has its own;
	 * check/pay has none. Internal.
	 * @param shared what is set for the default merchant
	 * @return whether it has
	 */
	public boolean hasOwnAddress(KaspiPayProperties shared) {
		return this.environment != null || this.baseUrl != null || !hasProtocolOf(shared)
				|| (speaksQr(shared) && this.qr.scheme() != shared.qr().scheme());
	}

	/**
	 * Says whether this merchant does not use the default merchant's SSL bundle.
	 * Internal.
	 * @param shared what is set for the default merchant
	 * @return whether it has its own, or none
	 */
	public boolean hasOwnBundle(KaspiPayProperties shared) {
		return this.ssl.bundle() != null || !hasProtocolOf(shared);
	}

	/**
	 * Says whether both speak the QR API, or neither does: its certificates and addresses
	 * serve nothing else.
	 */
	private boolean hasProtocolOf(KaspiPayProperties shared) {
		return speaksQr(shared) == (shared.api() == KaspiPayProperties.Api.QR);
	}

	private boolean speaksQr(KaspiPayProperties shared) {
		return or(this.api, shared.api()) == KaspiPayProperties.Api.QR;
	}

	private static <T extends @Nullable Object> T or(@Nullable T own, T shared) {
		return (own != null) ? own : shared;
	}

	private static <T> @Nullable T orNull(@Nullable T own, @Nullable T shared) {
		return (own != null) ? own : shared;
	}

	private static Duration atMost(Duration most, Duration duration) {
		return (duration.compareTo(most) < 0) ? duration : most;
	}

	@Override
	public String toString() {
		return "KaspiPayMerchantProperties[environment=" + this.environment + ", baseUrl=" + this.baseUrl + "]";
	}

	/**
	 * Notifications from Kaspi Pay.
	 *
	 * @param path Path of the webhook, /webhook/kaspi/ and the merchant's name by
	 * default.
	 * @param secret Secret that this merchant's notifications are signed with, from the
	 * Kaspi Pay dashboard.
	 * @param previousSecret Secret before the last change, while notifications signed
	 * with it may still come.
	 */
	public record Webhook(@Nullable String path, @Nullable String secret, @Nullable String previousSecret) {

		private static final String DEFAULT_PATH = "/webhook/kaspi/";

		KaspiPayWebhookProperties over(String name, KaspiPayWebhookProperties shared) {
			return new KaspiPayWebhookProperties(shared.enabled(),
					(this.path != null) ? this.path : DEFAULT_PATH + name, this.secret, this.previousSecret,
					shared.signatureHeader(), shared.signedContent(), shared.maxBodySize(), shared.bypassSecurity());
		}

		@Override
		public String toString() {
			return "Webhook[path=" + this.path + "]";
		}

	}

	/**
	 * Polling of open orders.
	 *
	 * @param interval Pause between two polls of an order at first.
	 * @param duration Time after its creation for which the pause stays the same; it
	 * grows after that.
	 * @param giveUpAfter Time after its creation at which an unpaid order counts as
	 * cancelled.
	 */
	public record Polling(@Nullable Duration interval, @Nullable Duration duration, @Nullable Duration giveUpAfter) {

		KaspiPayPollingProperties over(KaspiPayPollingProperties shared) {
			return new KaspiPayPollingProperties(shared.enabled(), or(this.interval, shared.interval()),
					or(this.duration, shared.duration()), or(this.giveUpAfter, shared.giveUpAfter()));
		}

	}

	/**
	 * Budget of calls, which each merchant has for itself.
	 *
	 * @param requestsPerMinute Calls allowed in any 60 seconds.
	 * @param burst Calls that questions about open orders leave free at any moment; a
	 * tenth of requests-per-minute by default.
	 * @param maxWait Time a call may wait for the budget.
	 * @param fallbackRequestsPerMinute Calls each instance may make in any 60 seconds
	 * while Redis is away.
	 */
	public record RateLimit(@Nullable Integer requestsPerMinute, @Nullable Integer burst, @Nullable Duration maxWait,
			@Nullable Integer fallbackRequestsPerMinute) {

		/**
		 * What goes by the number of calls is taken over only together with it.
		 */
		KaspiPayRateLimitProperties over(KaspiPayRateLimitProperties shared) {
			boolean own = this.requestsPerMinute != null;
			return new KaspiPayRateLimitProperties(shared.store(),
					or(this.requestsPerMinute, shared.requestsPerMinute()),
					(this.burst != null || own) ? this.burst : shared.burst(), or(this.maxWait, shared.maxWait()),
					(this.fallbackRequestsPerMinute != null || own) ? this.fallbackRequestsPerMinute
							: shared.fallbackRequestsPerMinute());
		}

	}

	/**
	 * Requests of Kaspi's, where the protocol is check-pay.
	 *
	 * @param path Path of the endpoint that Kaspi calls, /kaspi/check-pay/ and the
	 * merchant's name by default.
	 * @param sharedSecret Secret that Kaspi sends as data1, where one is agreed.
	 * @param format Format of the answers, as agreed with Kaspi.
	 * @param payableFor Time for which an order can be paid.
	 * @param serviceName Name of the service in its payment link, from Kaspi. Without it
	 * orders have no link and no QR code.
	 * @param serviceId Id of the service in its payment link, from Kaspi.
	 * @param accountParameter Number of the payment link's parameter that takes the
	 * account, from Kaspi.
	 * @param quickPay Payments that Kaspi prepares.
	 */
	public record CheckPay(@Nullable String path, @Nullable String sharedSecret, @Nullable CheckPayFormat format,
			@Nullable Duration payableFor, @Nullable String serviceName, @Nullable String serviceId,
			@Nullable String accountParameter, @DefaultValue QuickPay quickPay) {

		private static final String DEFAULT_PATH = "/kaspi/check-pay/";

		KaspiPayCheckPayProperties over(String name, KaspiPayCheckPayProperties shared) {
			return new KaspiPayCheckPayProperties((this.path != null) ? this.path : DEFAULT_PATH + name,
					shared.allowedAddresses(), shared.trustedProxies(), this.sharedSecret,
					or(this.format, shared.format()), or(this.payableFor, shared.payableFor()), this.serviceName,
					this.serviceId, this.accountParameter, shared.paymentPage(), shared.bypassSecurity(),
					this.quickPay.over(shared.quickPay()));
		}

		@Override
		public String toString() {
			return "CheckPay[path=" + this.path + "]";
		}

		/**
		 * Payments that Kaspi prepares.
		 *
		 * @param service Service that is paid, from Kaspi. Without it no payment is
		 * prepared.
		 * @param refererHost Host of the merchant's site, such as shop.kz.
		 */
		public record QuickPay(@Nullable String service, @Nullable String refererHost) {

			KaspiPayCheckPayProperties.QuickPay over(KaspiPayCheckPayProperties.QuickPay shared) {
				return new KaspiPayCheckPayProperties.QuickPay(shared.url(), this.service,
						orNull(this.refererHost, shared.refererHost()), shared.qrCode());
			}

		}

	}

	/**
	 * TLS of the connection to Kaspi Pay.
	 *
	 * @param bundle Name of the SSL bundle to use. By default that of
	 * kaspi.pay.ssl.bundle, unless only one of the two merchants has the QR API.
	 */
	public record Ssl(@Nullable String bundle) {

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
			@Nullable String tradePointId, @Nullable String deviceId, @Nullable KaspiPaymentForm paymentForm) {

		KaspiPayQrProperties over(KaspiPayQrProperties shared) {
			return new KaspiPayQrProperties(this.scheme, this.apiKey, this.organizationBin, this.tradePointId,
					this.deviceId, or(this.paymentForm, shared.paymentForm()));
		}

		@Override
		public String toString() {
			return "Qr[scheme=" + this.scheme + "]";
		}

	}

}
