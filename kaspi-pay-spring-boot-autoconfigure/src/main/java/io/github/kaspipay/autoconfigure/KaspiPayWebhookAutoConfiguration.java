package io.github.kaspipay.autoconfigure;

import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.webhook.HmacKaspiWebhookVerifier;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.github.kaspipay.webhook.KaspiWebhookVerifier;
import jakarta.servlet.Servlet;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for Kaspi Pay's notifications.
 */
@AutoConfiguration(after = KaspiPayLedgerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = { "kaspi.pay.enabled", "kaspi.pay.webhook.enabled" }, matchIfMissing = true)
@ConditionalOnWebApplication
public class KaspiPayWebhookAutoConfiguration {

	@Bean("kaspi.pay.webhookVerifier")
	@ConditionalOnMissingBean(KaspiWebhookVerifier.class)
	HmacKaspiWebhookVerifier kaspiWebhookVerifier(KaspiPayProperties properties, KaspiPayConnectionDetails details) {
		String secret = WebhookSecretRules.check("kaspi.pay.webhook.secret", details.getWebhookSecret());
		String previous = details.getPreviousWebhookSecret();
		return new HmacKaspiWebhookVerifier(
				secret, StringUtils.hasText(previous)
						? WebhookSecretRules.check("kaspi.pay.webhook.previous-secret", previous) : null,
				properties.webhook().signedContent());
	}

	@Bean("kaspi.pay.webhookProcessor")
	@ConditionalOnMissingBean
	KaspiWebhookProcessor kaspiWebhookProcessor(KaspiWebhookVerifier verifier, KaspiOrderLedger ledger,
			KaspiPayInstrumentation instrumentation) {
		return new KaspiWebhookProcessor(verifier, ledger, instrumentation);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Servlet.class, DispatcherServlet.class, DispatcherServletPath.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean("kaspi.pay.webhookPath")
		ServletWebhookPath kaspiWebhookPath(KaspiPayProperties properties,
				ObjectProvider<DispatcherServletPath> dispatcherServlet) {
			String path = properties.webhook().path();
			DispatcherServletPath servlet = dispatcherServlet.getIfUnique();
			return new ServletWebhookPath(path, (servlet != null) ? servlet.getRelativePath(path) : path);
		}

		/**
		 * Comes after all other filters, whatever their order: they are asked as for any
		 * other request. Needs the processor only once there is a notification, for
		 * filters are created before the application's beans.
		 */
		@Bean("kaspi.pay.webhookFilter")
		FilterRegistrationBean<KaspiWebhookFilter> kaspiWebhookFilter(KaspiPayProperties properties,
				ServletWebhookPath path, ObjectProvider<KaspiWebhookProcessor> processor,
				ObjectProvider<KaspiPayInstrumentation> instrumentation) {
			KaspiPayProperties.Webhook webhook = properties.webhook();
			WebhookEndpoint endpoint = new WebhookEndpoint(SingletonSupplier.of(processor::getObject),
					SingletonSupplier.of(instrumentation::getObject), webhook.signatureHeader(),
					(int) webhook.maxBodySize().toBytes(), System::nanoTime);
			FilterRegistrationBean<KaspiWebhookFilter> registration = new FilterRegistrationBean<>(
					new KaspiWebhookFilter(endpoint, path));
			registration.addUrlPatterns(path.inContext());
			registration.setMatchAfter(true);
			return registration;
		}

		@Bean("kaspi.pay.webhookPathConflicts")
		@Lazy(false)
		WebhookPathConflicts kaspiWebhookPathConflicts(ListableBeanFactory beans, ServletWebhookPath path) {
			return new WebhookPathConflicts(beans, path.inServlet());
		}

	}

}
