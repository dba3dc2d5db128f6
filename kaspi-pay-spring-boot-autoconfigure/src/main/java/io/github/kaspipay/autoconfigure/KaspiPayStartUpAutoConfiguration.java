package io.github.kaspipay.autoconfigure;

import jakarta.servlet.ServletContext;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
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
@AutoConfiguration(after = KaspiPayWebhookAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public class KaspiPayStartUpAutoConfiguration {

	@Bean("kaspi.pay.settingsCheck")
	@ConditionalOnMissingBean(name = "kaspi.pay.settingsCheck")
	SettingsCheck kaspiPaySettingsCheck(MerchantDirectory merchants, Environment environment) {
		return new SettingsCheck(merchants, environment);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ServletContext.class)
	@ConditionalOnKaspiApi(KaspiPayProperties.Api.ORDERS)
	@ConditionalOnBooleanProperty(name = "kaspi.pay.webhook.enabled", matchIfMissing = true)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean("kaspi.pay.callbackCheck")
		CallbackCheck kaspiPayCallbackCheck(MerchantDirectory merchants, Environment environment,
				ObjectProvider<ServletContext> servletContext) {
			ServletContext context = servletContext.getIfAvailable();
			return new CallbackCheck(merchants, environment, (context != null) ? context.getContextPath() : null);
		}

	}

}
