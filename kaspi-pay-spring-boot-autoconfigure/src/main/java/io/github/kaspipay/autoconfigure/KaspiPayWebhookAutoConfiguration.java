package io.github.kaspipay.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
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
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for Kaspi Pay's notifications.
 */
@AutoConfiguration(after = KaspiPayLedgerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = { "kaspi.pay.enabled", "kaspi.pay.webhook.enabled" }, matchIfMissing = true)
@ConditionalOnWebApplication
@ConditionalOnKaspiApi(KaspiPayProperties.Api.ORDERS)
public class KaspiPayWebhookAutoConfiguration {

	@Bean("kaspi.pay.webhookVerifier")
	@ConditionalOnMissingBean(KaspiWebhookVerifier.class)
	KaspiWebhookVerifier kaspiWebhookVerifier(KaspiPayProperties properties, KaspiPayConnectionDetails details) {
		MerchantSettings merchant = MerchantSettings.ofDefault(properties, details);
		return merchant.isAbsent() ? (body, signature) -> false : MerchantParts.verifier(merchant);
	}

	@Bean("kaspi.pay.webhookProcessor")
	@ConditionalOnMissingBean
	KaspiWebhookProcessor kaspiWebhookProcessor(KaspiWebhookVerifier verifier, KaspiOrderLedger ledger,
			KaspiPayInstrumentation instrumentation) {
		return new KaspiWebhookProcessor(verifier, ledger, instrumentation);
	}

	@Bean("kaspi.pay.merchantWebhooks")
	MerchantWebhooks kaspiMerchantWebhooks(MerchantDirectory directory, NamedMerchants named,
			KaspiWebhookProcessor ofDefault, KaspiPayInstrumentation instrumentation) {
		return new MerchantWebhooks(directory, named, ofDefault, instrumentation);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Servlet.class, DispatcherServlet.class, DispatcherServletPath.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		/**
		 * Asks for who the default merchant is only where that matters: it is created
		 * before the application's beans.
		 */
		@Bean("kaspi.pay.webhookPaths")
		ServletWebhookPaths kaspiWebhookPaths(KaspiPayProperties properties,
				ObjectProvider<MerchantDirectory> directory, ObjectProvider<DispatcherServletPath> dispatcherServlet) {
			Map<String, String> paths = properties.merchants().isEmpty() ? Map.of("", properties.webhook().path())
					: directory.getObject().webhookPaths();
			DispatcherServletPath servlet = dispatcherServlet.getIfUnique();
			return new ServletWebhookPaths(paths, (path) -> (servlet != null) ? servlet.getRelativePath(path) : path);
		}

		/**
		 * Comes after all other filters, whatever their order: they are asked as for any
		 * other request. Needs the processors only once there is a notification, for
		 * filters are created before the application's beans.
		 */
		@Bean("kaspi.pay.webhookFilter")
		FilterRegistrationBean<MerchantWebhookFilter> kaspiWebhookFilter(KaspiPayProperties properties,
				ServletWebhookPaths paths, ObjectProvider<MerchantWebhooks> webhooks,
				ObjectProvider<KaspiPayInstrumentation> instrumentation) {
			KaspiPayProperties.Webhook webhook = properties.webhook();
			Map<ServletWebhookPath, WebhookEndpoint> endpoints = new LinkedHashMap<>();
			for (ServletWebhookPath path : paths.all()) {
				endpoints.put(path,
						new WebhookEndpoint(SingletonSupplier.of(() -> webhooks.getObject().processor(path.merchant())),
								SingletonSupplier.of(() -> instrumentation.getObject().forMerchant(path.merchant())),
								webhook.signatureHeader(), (int) webhook.maxBodySize().toBytes(), System::nanoTime));
			}
			FilterRegistrationBean<MerchantWebhookFilter> registration = new FilterRegistrationBean<>(
					new MerchantWebhookFilter(endpoints));
			registration.addUrlPatterns(paths.all().stream().map(ServletWebhookPath::inContext).toArray(String[]::new));
			registration.setMatchAfter(true);
			return registration;
		}

		@Bean("kaspi.pay.webhookPathConflicts")
		@Lazy(false)
		EndpointPathConflicts kaspiWebhookPathConflicts(ListableBeanFactory beans, ServletWebhookPaths paths) {
			return new EndpointPathConflicts(beans,
					paths.all().stream().map(EndpointPathConflicts.Endpoint::ofWebhook).toList());
		}

	}

}
