/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.client;

import io.github.kaspipay.autoconfigure.InstanceClock;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.condition.ConditionalOnKaspiApi;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.autoconfigure.merchant.NoDefaultMerchant;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.ratelimit.CallBudget;
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
@ConditionalOnKaspiApi(KaspiPayProperties.Api.ORDERS)
public class KaspiPayClientAutoConfiguration {

	/**
	 * Not built on the application's own HTTP client: an interceptor that repeats calls,
	 * for example, must not come near a refund.
	 */
	@Bean("kaspi.pay.httpTransport")
	@ConditionalOnMissingBean
	KaspiHttpTransport kaspiHttpTransport(KaspiPayProperties properties, KaspiPayConnectionDetails details,
			CallBudget budget, KaspiPayInstrumentation instrumentation, ObjectProvider<SslBundles> sslBundles) {
		return MerchantParts.transport(MerchantSettings.ofDefault(properties, details), budget, instrumentation,
				sslBundles);
	}

	@Bean("kaspi.pay.tokenProvider")
	@ConditionalOnMissingBean(KaspiTokenProvider.class)
	KaspiTokenProvider kaspiTokenProvider(KaspiPayProperties properties, KaspiPayConnectionDetails details,
			KaspiHttpTransport transport, ObjectProvider<KaspiTokenStore> stores, InstanceClock clock,
			KaspiPayWorkers workers) {
		MerchantSettings merchant = MerchantSettings.ofDefault(properties, details);
		return merchant.isAbsent() ? new NoDefaultMerchant(properties.merchants().keySet()).tokens()
				: MerchantParts.tokens(merchant, transport, stores.getIfAvailable(), clock.value(), workers);
	}

	@Bean("kaspi.pay.gateway")
	@ConditionalOnMissingBean(KaspiPayGateway.class)
	HttpKaspiPayGateway kaspiPayGateway(KaspiPayProperties properties, KaspiPayConnectionDetails details,
			KaspiHttpTransport transport, KaspiTokenProvider tokens) {
		return MerchantParts.gateway(MerchantSettings.ofDefault(properties, details), transport, tokens);
	}

}
