/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;

import io.github.kaspipay.autoconfigure.KaspiPayCheckPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayPollingProperties;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayRateLimitProperties;
import io.github.kaspipay.autoconfigure.KaspiPayTokenProperties;
import io.github.kaspipay.checkpay.CheckPayKaspiPayGateway;
import io.github.kaspipay.checkpay.KaspiAccountResolver;
import io.github.kaspipay.checkpay.KaspiCheckPayProcessor;
import io.github.kaspipay.checkpay.QuickPay;
import io.github.kaspipay.http.KaspiHttpSettings;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.http.SettingNames;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.PaymentBook;
import io.github.kaspipay.ordersapi.ClientCredentials;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway.OrderDefaults;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway;
import io.github.kaspipay.ordersapi.HttpTokenSource;
import io.github.kaspipay.qrapi.QrDeviceStore;
import io.github.kaspipay.qrapi.QrKaspiPayGateway;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.token.CachingKaspiTokenProvider;
import io.github.kaspipay.token.KaspiTokenProvider;
import io.github.kaspipay.token.KaspiTokenStore;
import io.github.kaspipay.webhook.HmacKaspiWebhookVerifier;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

/**
 * Makes the parts of a merchant, the default one's beans and those of each further one
 * alike. Internal: for the packages of this starter only.
 */
public final class MerchantParts {

	/**
	 * As good as none.
	 */
	private static final int NO_LIMIT = 1_000_000;

	private MerchantParts() {
	}

	public static LocalCallWindow localWindow(MerchantSettings merchant) {
		if (merchant.properties().rateLimit().store() == KaspiPayRateLimitProperties.Store.REDIS) {
			throw KaspiPayConfigurationException.withoutRedis("kaspi.pay.rate-limit.store", "local");
		}
		return new LocalCallWindow(limit(merchant.properties()));
	}

	/**
	 * For the QR API, of which Kaspi names no limit.
	 */
	public static LocalCallWindow unlimitedWindow() {
		return new LocalCallWindow(CallLimit.perMinute(NO_LIMIT, 0, Duration.ZERO));
	}

	public static CallLimit limit(KaspiPayProperties properties) {
		KaspiPayRateLimitProperties rateLimit = properties.rateLimit();
		return CallLimit.perMinute(rateLimit.requestsPerMinute(), rateLimit.burst(), properties.connectTimeout());
	}

	/**
	 * Leaves the same part of the calls to users as the limit does, or a little more.
	 */
	public static CallLimit fallback(KaspiPayProperties properties) {
		CallLimit limit = limit(properties);
		int calls = properties.rateLimit().fallbackRequestsPerMinute();
		long burst = ((long) calls * limit.burst() + limit.calls() - 1) / limit.calls();
		return new CallLimit(calls, (int) Math.min(burst, calls - 1), limit.window());
	}

	public static CallBudget budget(MerchantSettings merchant, CallWindow window, Clock clock) {
		return new CallBudget(window, merchant.properties().rateLimit().maxWait(), clock,
				merchant.property("rate-limit.requests-per-minute"));
	}

	public static KaspiHttpTransport transport(MerchantSettings merchant, CallBudget budget,
			KaspiPayInstrumentation instrumentation, ObjectProvider<SslBundles> sslBundles) {
		return transport(merchant.details().getBaseUrl(), merchant.names(), merchant, budget, instrumentation,
				sslBundles);
	}

	private static KaspiHttpTransport transport(URI baseUrl, SettingNames names, MerchantSettings merchant,
			CallBudget budget, KaspiPayInstrumentation instrumentation, ObjectProvider<SslBundles> sslBundles) {
		KaspiPayProperties properties = merchant.properties();
		KaspiHttpSettings settings = new KaspiHttpSettings(baseUrl, properties.connectTimeout(),
				properties.readTimeout(), properties.callTimeout(), names);
		String bundle = properties.ssl().bundle();
		return new KaspiHttpTransport(settings, budget, instrumentation,
				(bundle != null) ? new SslBundleTls(names.sslBundle(), bundle, sslBundles) : null,
				properties.proxy().toHttpProxy());
	}

	public static CachingKaspiTokenProvider tokens(MerchantSettings merchant, KaspiHttpTransport transport,
			@Nullable KaspiTokenStore store, Clock clock, KaspiPayWorkers workers) {
		KaspiPayProperties properties = merchant.properties();
		KaspiPayConnectionDetails details = merchant.details();
		HttpTokenSource source = new HttpTokenSource(transport,
				new ClientCredentials(details.getClientId(), details.getClientSecret(), properties.scope()), clock);
		Duration refreshBeforeExpiry = properties.token().refreshBeforeExpiry();
		if (store != null) {
			return new CachingKaspiTokenProvider(source, store, refreshBeforeExpiry, properties.callTimeout(), clock,
					workers::inBackground);
		}
		if (properties.token().store() == KaspiPayTokenProperties.Store.REDIS) {
			throw KaspiPayConfigurationException.withoutRedis("kaspi.pay.token.store", "memory");
		}
		return new CachingKaspiTokenProvider(source, refreshBeforeExpiry, properties.callTimeout(), clock,
				workers::inBackground);
	}

	public static HttpKaspiPayGateway gateway(MerchantSettings merchant, KaspiHttpTransport transport,
			KaspiTokenProvider tokens) {
		KaspiPayProperties properties = merchant.properties();
		KaspiPayPollingProperties polling = properties.polling();
		PollingSchedule schedule = new PollingSchedule(polling.interval(), polling.duration(), polling.giveUpAfter());
		return new HttpKaspiPayGateway(transport, tokens, merchant.details().getMerchantId(),
				() -> new OrderDefaults(merchant.callbackUrl(), properties.returnUrl(), properties.language()),
				schedule);
	}

	public static CheckPayKaspiPayGateway checkPayGateway(MerchantSettings merchant, CallBudget budget,
			KaspiPayInstrumentation instrumentation, ObjectProvider<SslBundles> sslBundles, Clock ledgerClock) {
		KaspiPayProperties properties = merchant.properties();
		KaspiPayCheckPayProperties checkPay = properties.checkPay();
		KaspiPayCheckPayProperties.QuickPay quickPay = checkPay.quickPay();
		if (quickPay.service() == null) {
			return new CheckPayKaspiPayGateway(checkPay.toLink(), checkPay.payableFor(), ledgerClock);
		}
		QuickPay.Settings settings = new QuickPay.Settings(quickPay.service(), quickPay.refererHost(),
				properties.returnUrl(), quickPay.qrCode());
		return new CheckPayKaspiPayGateway(checkPay.toLink(), new QuickPay(
				transport(quickPay.url(), merchant.quickPayNames(), merchant, budget, instrumentation, sslBundles),
				settings), checkPay.payableFor(), ledgerClock);
	}

	public static QrKaspiPayGateway qrGateway(MerchantSettings merchant, KaspiHttpTransport transport,
			@Nullable QrDeviceStore devices, Clock ledgerClock) {
		if (devices == null) {
			requireDevicesOutsideRedis(merchant.properties());
		}
		return new QrKaspiPayGateway(transport, merchant.qrSettings(), (devices != null) ? devices : QrDeviceStore.NONE,
				ledgerClock);
	}

	/**
	 * Refuses a {@code token.store} that asks for Redis where there is none.
	 */
	public static void requireDevicesOutsideRedis(KaspiPayProperties properties) {
		if (properties.token().store() == KaspiPayTokenProperties.Store.REDIS) {
			throw KaspiPayConfigurationException.withoutRedis("kaspi.pay.token.store", "memory");
		}
	}

	public static KaspiCheckPayProcessor checkPayProcessor(String merchant, KaspiPayProperties properties,
			PaymentBook payments, @Nullable KaspiAccountResolver accounts, Clock ledgerClock) {
		KaspiPayCheckPayProperties checkPay = properties.checkPay();
		return new KaspiCheckPayProcessor(payments,
				(accounts != null) ? (account) -> accounts.resolve(account, merchant) : null, checkPay.format(),
				checkPay.sharedSecret(), ledgerClock);
	}

	public static HmacKaspiWebhookVerifier verifier(MerchantSettings merchant) {
		MerchantSettings.WebhookSecrets secrets = merchant.webhookSecrets();
		return new HmacKaspiWebhookVerifier(secrets.secret(), secrets.previous(),
				merchant.properties().webhook().signedContent());
	}

}
