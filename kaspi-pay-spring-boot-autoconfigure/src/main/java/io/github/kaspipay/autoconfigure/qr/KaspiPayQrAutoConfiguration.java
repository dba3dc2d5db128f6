/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.qr;

import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.LedgerClock;
import io.github.kaspipay.autoconfigure.client.KaspiPayRateLimitAutoConfiguration;
import io.github.kaspipay.autoconfigure.condition.ConditionalOnKaspiApi;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayJdbcLedgerAutoConfiguration;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayLedgerAutoConfiguration;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.jdbc.JdbcQrDeviceStore;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.qrapi.KaspiQrReturns;
import io.github.kaspipay.qrapi.QrDeviceStore;
import io.github.kaspipay.qrapi.QrKaspiPayGateway;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the QR API, the protocol with a certificate or a key and
 * without webhooks.
 */
@AutoConfiguration(after = { KaspiPayAutoConfiguration.class, KaspiPayJdbcLedgerAutoConfiguration.class },
		before = { KaspiPayRateLimitAutoConfiguration.class, KaspiPayLedgerAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@ConditionalOnKaspiApi(value = KaspiPayProperties.Api.QR, ofAnyMerchant = true)
public class KaspiPayQrAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcClient.class)
	static class DatabaseConfiguration {

		@Bean("kaspi.pay.deviceStore")
		@ConditionalOnBean(LedgerDatabase.class)
		@ConditionalOnMissingBean(QrDeviceStore.class)
		JdbcQrDeviceStore kaspiDeviceStore(KaspiPayProperties properties, LedgerDatabase database) {
			MerchantParts.requireDevicesOutsideRedis(properties);
			return new JdbcQrDeviceStore(database);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnKaspiApi(KaspiPayProperties.Api.QR)
	static class DefaultMerchantConfiguration {

		/**
		 * Kaspi names no limit: there is one where the application sets it.
		 */
		@Bean("kaspi.pay.callWindow")
		@ConditionalOnMissingBean(CallWindow.class)
		LocalCallWindow kaspiCallWindow(KaspiPayProperties properties, KaspiPayConnectionDetails details,
				Environment environment) {
			return environment.containsProperty("kaspi.pay.rate-limit.requests-per-minute")
					? MerchantParts.localWindow(MerchantSettings.ofDefault(properties, details))
					: MerchantParts.unlimitedWindow();
		}

		@Bean("kaspi.pay.httpTransport")
		@ConditionalOnMissingBean
		KaspiHttpTransport kaspiHttpTransport(KaspiPayProperties properties, KaspiPayConnectionDetails details,
				CallBudget budget, KaspiPayInstrumentation instrumentation, ObjectProvider<SslBundles> sslBundles) {
			MerchantSettings merchant = MerchantSettings.ofDefault(properties, details);
			merchant.qrSettings();
			return MerchantParts.transport(merchant, budget, instrumentation, sslBundles);
		}

		@Bean("kaspi.pay.gateway")
		@ConditionalOnMissingBean(KaspiPayGateway.class)
		QrKaspiPayGateway kaspiPayGateway(KaspiPayProperties properties, KaspiPayConnectionDetails details,
				KaspiHttpTransport transport, ObjectProvider<QrDeviceStore> devices, LedgerClock clock) {
			return MerchantParts.qrGateway(MerchantSettings.ofDefault(properties, details), transport,
					devices.getIfAvailable(), clock.value());
		}

		@Bean("kaspi.pay.qrReturns")
		@ConditionalOnProperty(name = "kaspi.pay.qr.scheme", havingValue = "standard")
		@ConditionalOnBean(QrKaspiPayGateway.class)
		@ConditionalOnMissingBean
		KaspiQrReturns kaspiQrReturns(QrKaspiPayGateway gateway) {
			return gateway.returns();
		}

	}

}
