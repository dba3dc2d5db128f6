package io.github.kaspipay.autoconfigure;

import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.webhook.HmacKaspiWebhookVerifier;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.github.kaspipay.webhook.KaspiWebhookVerifier;
import jakarta.servlet.Servlet;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for Kaspi Pay's notifications.
 */
@AutoConfiguration(after = KaspiPayLedgerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = { "kaspi.pay.enabled", "kaspi.pay.webhook.enabled" }, matchIfMissing = true)
@ConditionalOnWebApplication
public final class KaspiPayWebhookAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(KaspiWebhookVerifier.class)
	HmacKaspiWebhookVerifier kaspiWebhookVerifier(KaspiPayProperties properties, KaspiPayConnectionDetails details) {
		String secret = WebhookSecretRules.check("kaspi.pay.webhook.secret", details.getWebhookSecret());
		String previous = details.getPreviousWebhookSecret();
		return new HmacKaspiWebhookVerifier(
				secret, StringUtils.hasText(previous)
						? WebhookSecretRules.check("kaspi.pay.webhook.previous-secret", previous) : null,
				properties.webhook().signedContent());
	}

	@Bean
	@ConditionalOnMissingBean
	KaspiWebhookProcessor kaspiWebhookProcessor(KaspiWebhookVerifier verifier, KaspiOrderLedger ledger) {
		return new KaspiWebhookProcessor(verifier, ledger);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Servlet.class, DispatcherServlet.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean
		@ConditionalOnMissingBean
		KaspiWebhookController kaspiWebhookController(KaspiPayProperties properties, KaspiWebhookProcessor processor) {
			KaspiPayProperties.Webhook webhook = properties.webhook();
			return new KaspiWebhookController(processor, webhook.signatureHeader(),
					(int) webhook.maxBodySize().toBytes());
		}

	}

}
