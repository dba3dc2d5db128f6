/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.checkpay.KaspiPayCheckPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.condition.ConditionalOnKaspiApi;
import io.github.kaspipay.autoconfigure.merchant.MerchantDirectory;
import io.github.kaspipay.autoconfigure.webhook.KaspiPayWebhookAutoConfiguration;
import jakarta.servlet.ServletContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what is said once at start-up: settings that work, and are
 * likely not what was meant.
 */
@AutoConfiguration(after = { KaspiPayWebhookAutoConfiguration.class, KaspiPayCheckPayAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public class KaspiPayStartUpAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(KaspiPayStartUpAutoConfiguration.class);

	@Bean(BuildSettingsCheck.BEAN)
	static BuildSettingsCheck kaspiPayBuildSettingsCheck() {
		return new BuildSettingsCheck();
	}

	@Bean("kaspi.pay.settingsCheck")
	@ConditionalOnMissingBean(name = "kaspi.pay.settingsCheck")
	SettingsCheck kaspiPaySettingsCheck(MerchantDirectory merchants, Environment environment) {
		return new SettingsCheck(merchants, environment);
	}

	@Bean("kaspi.pay.webhookEndpointCheck")
	@ConditionalOnKaspiApi(value = KaspiPayProperties.Api.ORDERS, ofAnyMerchant = true)
	@ConditionalOnWebApplication
	@ConditionalOnBooleanProperty(name = "kaspi.pay.webhook.enabled", matchIfMissing = true)
	@ConditionalOnMissingBean(name = "kaspi.pay.webhookPaths")
	SmartInitializingSingleton kaspiPayWebhookEndpointCheck() {
		return () -> logger.warn("Kaspi Pay's webhooks are not received: this web application has neither Spring MVC "
				+ "nor Spring WebFlux, and payments are found by polling only. Add spring-boot-starter-webmvc or "
				+ "spring-boot-starter-webflux, or set kaspi.pay.webhook.enabled=false");
	}

	@Bean("kaspi.pay.checkPayEndpointCheck")
	@ConditionalOnKaspiApi(value = KaspiPayProperties.Api.CHECK_PAY, ofAnyMerchant = true)
	@ConditionalOnWebApplication
	@ConditionalOnMissingBean(name = "kaspi.pay.checkPayPaths")
	SmartInitializingSingleton kaspiPayCheckPayEndpointCheck() {
		return () -> logger.warn("Kaspi's check and pay requests are not received: this web application has "
				+ "neither Spring MVC nor Spring WebFlux. Add spring-boot-starter-webmvc or spring-boot-starter-webflux");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(name = "kaspi.pay.webhookPaths")
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean("kaspi.pay.callbackCheck")
		CallbackCheck kaspiPayCallbackCheck(MerchantDirectory merchants, Environment environment) {
			return new CallbackCheck(merchants, environment.getProperty("spring.webflux.base-path", ""));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ServletContext.class)
	@ConditionalOnBean(name = "kaspi.pay.webhookPaths")
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean("kaspi.pay.callbackCheck")
		CallbackCheck kaspiPayCallbackCheck(MerchantDirectory merchants, Environment environment,
				ObjectProvider<ServletContext> servletContext) {
			ServletContext context = servletContext.getIfAvailable();
			String contextPath = (context != null) ? context.getContextPath() : "";
			if (contextPath.isBlank()) {
				contextPath = environment.getProperty("server.servlet.context-path", "");
			}
			return new CallbackCheck(merchants, contextPath, environment.getProperty("spring.mvc.servlet.path", ""));
		}

	}

}
