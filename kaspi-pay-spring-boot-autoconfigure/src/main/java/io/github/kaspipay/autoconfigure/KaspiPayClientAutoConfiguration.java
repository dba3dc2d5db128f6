package io.github.kaspipay.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import io.github.kaspipay.http.HttpKaspiPayGateway;
import io.github.kaspipay.http.HttpKaspiPayGateway.OrderDefaults;
import io.github.kaspipay.http.HttpTokenSource;
import io.github.kaspipay.http.KaspiHttpSettings;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.token.CachingKaspiTokenProvider;
import io.github.kaspipay.token.KaspiTokenProvider;
import io.github.kaspipay.token.KaspiTokenStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the client: HTTP, the access token and the gateway.
 */
@AutoConfiguration(after = KaspiPayRateLimitAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public class KaspiPayClientAutoConfiguration {

	/**
	 * Not built on the application's own HTTP client: an interceptor that repeats calls,
	 * for example, must not come near a refund.
	 */
	@Bean("kaspi.pay.httpTransport")
	@ConditionalOnMissingBean
	KaspiHttpTransport kaspiHttpTransport(KaspiPayProperties properties, KaspiPayConnectionDetails details,
			CallBudget budget, KaspiPayInstrumentation instrumentation, ObjectProvider<SslBundles> sslBundles) {
		KaspiHttpSettings settings = new KaspiHttpSettings(details.getBaseUrl(), details.getClientId(),
				details.getClientSecret(), properties.scope(), properties.connectTimeout(), properties.readTimeout(),
				properties.callTimeout());
		String bundle = properties.ssl().bundle();
		return new KaspiHttpTransport(settings, budget, instrumentation,
				(bundle != null) ? new SslBundleTls(bundle, sslBundles) : null, properties.proxy().toHttpProxy());
	}

	@Bean("kaspi.pay.tokenProvider")
	@ConditionalOnMissingBean(KaspiTokenProvider.class)
	CachingKaspiTokenProvider kaspiTokenProvider(KaspiPayProperties properties, KaspiHttpTransport transport,
			ObjectProvider<KaspiTokenStore> stores, @KaspiPayClock ObjectProvider<Clock> clocks,
			KaspiPayWorkers workers) {
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		HttpTokenSource source = new HttpTokenSource(transport, clock);
		Duration refreshBeforeExpiry = properties.token().refreshBeforeExpiry();
		KaspiTokenStore store = stores.getIfAvailable();
		if (store != null) {
			return new CachingKaspiTokenProvider(source, store, refreshBeforeExpiry, properties.callTimeout(), clock,
					workers::inBackground);
		}
		if (properties.token().store() == KaspiPayProperties.Token.Store.REDIS) {
			throw KaspiPayConfigurationException.withoutRedis("kaspi.pay.token.store", "memory");
		}
		return new CachingKaspiTokenProvider(source, refreshBeforeExpiry, properties.callTimeout(), clock,
				workers::inBackground);
	}

	@Bean("kaspi.pay.gateway")
	@ConditionalOnMissingBean(KaspiPayGateway.class)
	HttpKaspiPayGateway kaspiPayGateway(KaspiPayProperties properties, KaspiPayConnectionDetails details,
			KaspiHttpTransport transport, KaspiTokenProvider tokens) {
		KaspiPayProperties.Polling polling = properties.polling();
		PollingSchedule schedule = new PollingSchedule(polling.interval(), polling.duration(), polling.giveUpAfter());
		return new HttpKaspiPayGateway(transport, tokens, details.getMerchantId(),
				() -> new OrderDefaults(
						(details.getCallbackUrl() != null) ? details.getCallbackUrl() : properties.callbackUrl(),
						properties.returnUrl(), properties.language()),
				schedule);
	}

}
