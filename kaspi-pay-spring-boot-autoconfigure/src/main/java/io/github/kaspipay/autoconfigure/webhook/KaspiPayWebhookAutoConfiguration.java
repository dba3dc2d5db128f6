/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.util.Map;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayWebhookProperties;
import io.github.kaspipay.autoconfigure.condition.ConditionalOnKaspiApi;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayLedgerAutoConfiguration;
import io.github.kaspipay.autoconfigure.merchant.MerchantDirectory;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.autoconfigure.web.DispatcherPath;
import io.github.kaspipay.autoconfigure.web.EndpointPathConflicts;
import io.github.kaspipay.autoconfigure.web.ReactiveEndpointPathConflicts;
import io.github.kaspipay.autoconfigure.web.ServletEndpointPath;
import io.github.kaspipay.autoconfigure.web.ServletEndpointPathConflicts;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.github.kaspipay.webhook.KaspiWebhookVerifier;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for Kaspi Pay's notifications.
 */
@AutoConfiguration(after = KaspiPayLedgerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = { "kaspi.pay.enabled", "kaspi.pay.webhook.enabled" }, matchIfMissing = true)
@ConditionalOnWebApplication
@ConditionalOnKaspiApi(value = KaspiPayProperties.Api.ORDERS, ofAnyMerchant = true)
public class KaspiPayWebhookAutoConfiguration {

	@Bean("kaspi.pay.webhookVerifier")
	@ConditionalOnMissingBean(KaspiWebhookVerifier.class)
	KaspiWebhookVerifier kaspiWebhookVerifier(KaspiPayProperties properties, KaspiPayConnectionDetails details) {
		MerchantSettings merchant = MerchantSettings.ofDefault(properties, details);
		boolean takesWebhooks = merchant.api() == KaspiPayProperties.Api.ORDERS && !merchant.isAbsent();
		return takesWebhooks ? MerchantParts.verifier(merchant) : (body, signature) -> false;
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

	/**
	 * Asks for who the default merchant is only where that matters: it is created before
	 * the application's beans.
	 */
	private static Map<String, String> paths(KaspiPayProperties properties,
			ObjectProvider<MerchantDirectory> directory) {
		return properties.merchants().isEmpty() ? Map.of("", properties.webhook().path())
				: directory.getObject().webhookPaths();
	}

	/**
	 * Needs the processors only once there is a notification, for filters are created
	 * before the application's beans.
	 */
	private static WebhookEndpoint endpoint(String merchant, KaspiPayWebhookProperties webhook,
			ObjectProvider<MerchantWebhooks> webhooks, ObjectProvider<KaspiPayInstrumentation> instrumentation) {
		return new WebhookEndpoint(SingletonSupplier.of(() -> webhooks.getObject().processor(merchant)),
				SingletonSupplier.of(() -> instrumentation.getObject().forMerchant(merchant)),
				webhook.signatureHeader(), (int) webhook.maxBodySize().toBytes(), System::nanoTime);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(value = { Servlet.class, DispatcherServlet.class }, name = DispatcherPath.TYPE)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@Import(DispatcherPath.class)
	static class ServletConfiguration {

		@Bean("kaspi.pay.webhookPaths")
		ServletWebhookPaths kaspiWebhookPaths(KaspiPayProperties properties,
				ObjectProvider<MerchantDirectory> directory, DispatcherPath dispatcher) {
			return new ServletWebhookPaths(paths(properties, directory), dispatcher::inContext);
		}

		/**
		 * Comes after all other filters, whatever their order: they are asked as for any
		 * other request. Takes what one of them forwards or dispatches, too, so that no
		 * handler of the application gets it.
		 */
		@Bean("kaspi.pay.webhookFilter")
		FilterRegistrationBean<MerchantWebhookFilter> kaspiWebhookFilter(KaspiPayProperties properties,
				ServletWebhookPaths paths, ObjectProvider<MerchantWebhooks> webhooks,
				ObjectProvider<KaspiPayInstrumentation> instrumentation) {
			Map<ServletEndpointPath, WebhookEndpoint> endpoints = paths
				.endpoints((merchant) -> endpoint(merchant, properties.webhook(), webhooks, instrumentation));
			FilterRegistrationBean<MerchantWebhookFilter> registration = new FilterRegistrationBean<>(
					new MerchantWebhookFilter(endpoints));
			registration.addUrlPatterns(paths.urlPatterns());
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ASYNC);
			registration.setMatchAfter(true);
			registration.setEnabled(!endpoints.isEmpty());
			return registration;
		}

		@Bean("kaspi.pay.webhookPathConflicts")
		@Lazy(false)
		ServletEndpointPathConflicts kaspiWebhookPathConflicts(ListableBeanFactory beans, ServletWebhookPaths paths) {
			return new ServletEndpointPathConflicts(beans,
					paths.all()
						.stream()
						.map((path) -> EndpointPathConflicts.Endpoint.ofWebhook(path.merchant(), path.inServlet()))
						.toList());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DispatcherHandler.class, Mono.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean("kaspi.pay.webhookPaths")
		ReactiveWebhookPaths kaspiWebhookPaths(KaspiPayProperties properties,
				ObjectProvider<MerchantDirectory> directory) {
			return new ReactiveWebhookPaths(paths(properties, directory));
		}

		@Bean("kaspi.pay.webhookFilter")
		ReactiveWebhookFilter kaspiWebhookFilter(KaspiPayProperties properties, ReactiveWebhookPaths paths,
				ObjectProvider<MerchantWebhooks> webhooks, ObjectProvider<KaspiPayInstrumentation> instrumentation,
				Environment environment) {
			return new ReactiveWebhookFilter(paths,
					(merchant) -> endpoint(merchant, properties.webhook(), webhooks, instrumentation),
					environment.getProperty("spring.webflux.base-path", ""));
		}

		@Bean("kaspi.pay.webhookPathConflicts")
		@Lazy(false)
		ReactiveEndpointPathConflicts kaspiWebhookPathConflicts(ListableBeanFactory beans, ReactiveWebhookPaths paths) {
			return new ReactiveEndpointPathConflicts(beans,
					paths.all()
						.stream()
						.map((path) -> EndpointPathConflicts.Endpoint.ofWebhook(path.merchant(), path.value()))
						.toList());
		}

	}

}
