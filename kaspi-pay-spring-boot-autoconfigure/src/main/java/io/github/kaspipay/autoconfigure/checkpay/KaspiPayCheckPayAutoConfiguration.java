/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.util.List;
import java.util.Map;

import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.KaspiPayCheckPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.LedgerClock;
import io.github.kaspipay.autoconfigure.condition.ConditionalOnKaspiApi;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayLedgerAutoConfiguration;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.autoconfigure.web.DispatcherPath;
import io.github.kaspipay.autoconfigure.web.EndpointPathConflicts;
import io.github.kaspipay.autoconfigure.web.ReactiveEndpointPathConflicts;
import io.github.kaspipay.autoconfigure.web.ReactiveSecurityBypass;
import io.github.kaspipay.autoconfigure.web.ServletEndpointPathConflicts;
import io.github.kaspipay.checkpay.CheckPayKaspiPayGateway;
import io.github.kaspipay.checkpay.KaspiAccountResolver;
import io.github.kaspipay.checkpay.KaspiCheckPayProcessor;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerPaymentBook;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.PaymentBook;
import io.github.kaspipay.ratelimit.CallBudget;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for check/pay, the protocol in which Kaspi calls the merchant's
 * server.
 */
@AutoConfiguration(after = KaspiPayAutoConfiguration.class, before = KaspiPayLedgerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@ConditionalOnKaspiApi(value = KaspiPayProperties.Api.CHECK_PAY, ofAnyMerchant = true)
@Import(PeerValveConfiguration.class)
public class KaspiPayCheckPayAutoConfiguration {

	@Bean("kaspi.pay.gateway")
	@ConditionalOnKaspiApi(KaspiPayProperties.Api.CHECK_PAY)
	@ConditionalOnMissingBean(KaspiPayGateway.class)
	CheckPayKaspiPayGateway kaspiPayGateway(KaspiPayProperties properties, KaspiPayConnectionDetails details,
			CallBudget budget, KaspiPayInstrumentation instrumentation, ObjectProvider<SslBundles> sslBundles,
			LedgerClock clock) {
		return MerchantParts.checkPayGateway(MerchantSettings.ofDefault(properties, details), budget, instrumentation,
				sslBundles, clock.value());
	}

	@Bean("kaspi.pay.paymentBook")
	@ConditionalOnKaspiApi(KaspiPayProperties.Api.CHECK_PAY)
	@ConditionalOnMissingBean(PaymentBook.class)
	LedgerPaymentBook kaspiPaymentBook(KaspiOrderLedger ledger, LedgerStore store, LedgerClock clock) {
		return new LedgerPaymentBook(ledger, store, clock.value());
	}

	@Bean("kaspi.pay.checkPayProcessor")
	@ConditionalOnKaspiApi(KaspiPayProperties.Api.CHECK_PAY)
	@ConditionalOnMissingBean
	KaspiCheckPayProcessor kaspiCheckPayProcessor(KaspiPayProperties properties, PaymentBook payments,
			ObjectProvider<KaspiAccountResolver> accounts, LedgerClock clock) {
		return MerchantParts.checkPayProcessor("", properties, payments, accounts.getIfAvailable(), clock.value());
	}

	@Bean("kaspi.pay.merchantCheckPay")
	MerchantCheckPay kaspiMerchantCheckPay(NamedMerchants named, ObjectProvider<KaspiCheckPayProcessor> ofDefault,
			ObjectProvider<KaspiAccountResolver> accounts, LedgerClock clock) {
		return new MerchantCheckPay(named, ofDefault.getIfAvailable(), accounts.getIfAvailable(), clock.value());
	}

	/**
	 * Needs the processors only once there is a request, for filters are created before
	 * the application's beans.
	 */
	private static CheckPayEndpoint endpoint(String merchant, KaspiPayProperties properties,
			ObjectProvider<MerchantCheckPay> processors, ObjectProvider<KaspiPayInstrumentation> instrumentation) {
		KaspiPayCheckPayProperties checkPay = properties.ofMerchant(merchant).checkPay();
		return new CheckPayEndpoint(checkPay.toSource(), checkPay.format(),
				SingletonSupplier.of(() -> processors.getObject().processor(merchant)),
				SingletonSupplier.of(() -> instrumentation.getObject().forMerchant(merchant)), System::nanoTime);
	}

	private static List<EndpointPathConflicts.Endpoint> endpoints(Map<String, String> pathsByMerchant) {
		return pathsByMerchant.entrySet()
			.stream()
			.map((entry) -> EndpointPathConflicts.Endpoint.ofCheckPay(entry.getKey(), entry.getValue()))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(value = { Servlet.class, DispatcherServlet.class }, name = DispatcherPath.TYPE)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@Import(DispatcherPath.class)
	static class ServletConfiguration {

		@Bean("kaspi.pay.checkPayPaths")
		CheckPayPaths kaspiCheckPayPaths(KaspiPayProperties properties, DispatcherPath dispatcher) {
			return new CheckPayPaths(properties.checkPayPaths(), dispatcher::inContext);
		}

		/**
		 * Comes after all other filters, whatever their order: they are asked as for any
		 * other request.
		 */
		@Bean("kaspi.pay.checkPayFilter")
		FilterRegistrationBean<KaspiCheckPayFilter> kaspiCheckPayFilter(KaspiPayProperties properties,
				CheckPayPaths paths, ObjectProvider<MerchantCheckPay> processors,
				ObjectProvider<KaspiPayInstrumentation> instrumentation) {
			FilterRegistrationBean<KaspiCheckPayFilter> registration = new FilterRegistrationBean<>(
					new KaspiCheckPayFilter(paths
						.endpoints((merchant) -> endpoint(merchant, properties, processors, instrumentation))));
			registration.addUrlPatterns(paths.urlPatterns());
			registration.setMatchAfter(true);
			return registration;
		}

		@Bean("kaspi.pay.checkPayPathConflicts")
		@Lazy(false)
		ServletEndpointPathConflicts kaspiCheckPayPathConflicts(ListableBeanFactory beans,
				KaspiPayProperties properties) {
			return new ServletEndpointPathConflicts(beans, endpoints(properties.checkPayPaths()));
		}

		@Bean("kaspi.pay.checkPayProxyCheck")
		CheckPayProxyCheck kaspiCheckPayProxyCheck(KaspiPayProperties properties, Environment environment,
				ObjectProvider<ServletContext> servletContext) {
			return new CheckPayProxyCheck(properties.checkPay(), environment, () -> {
				ServletContext context = servletContext.getIfAvailable();
				return (context != null) ? context.getServerInfo() : null;
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DispatcherHandler.class, Mono.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean("kaspi.pay.checkPayPaths")
		ReactiveCheckPayPaths kaspiCheckPayPaths(KaspiPayProperties properties) {
			return new ReactiveCheckPayPaths(properties.checkPayPaths());
		}

		@Bean("kaspi.pay.checkPayFilter")
		ReactiveCheckPayFilter kaspiCheckPayFilter(KaspiPayProperties properties, ReactiveCheckPayPaths paths,
				ObjectProvider<MerchantCheckPay> processors, ObjectProvider<KaspiPayInstrumentation> instrumentation,
				Environment environment) {
			return new ReactiveCheckPayFilter(paths,
					(merchant) -> endpoint(merchant, properties, processors, instrumentation),
					environment.getProperty("spring.webflux.base-path", ""));
		}

		@Bean("kaspi.pay.checkPayPathConflicts")
		@Lazy(false)
		ReactiveEndpointPathConflicts kaspiCheckPayPathConflicts(ListableBeanFactory beans,
				KaspiPayProperties properties) {
			return new ReactiveEndpointPathConflicts(beans, endpoints(properties.checkPayPaths()));
		}

		/**
		 * A server that hides the address is found out at each request.
		 */
		@Bean("kaspi.pay.checkPayProxyCheck")
		CheckPayProxyCheck kaspiCheckPayProxyCheck(KaspiPayProperties properties, Environment environment) {
			return new CheckPayProxyCheck(properties.checkPay(), environment, () -> null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "kaspi.pay.check-pay.bypass-security", matchIfMissing = true)
	@ConditionalOnClass(
			value = { Servlet.class, DispatcherServlet.class, WebSecurityCustomizer.class, RequestMatcher.class },
			name = DispatcherPath.TYPE)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class SecurityConfiguration {

		/**
		 * Kaspi has no session and no password: its address is checked by the endpoint.
		 */
		@Bean("kaspi.pay.checkPaySecurityCustomizer")
		WebSecurityCustomizer kaspiCheckPaySecurityCustomizer(CheckPayPaths paths) {
			RequestMatcher matcher = paths::isOneOf;
			return (web) -> web.ignoring().requestMatchers(matcher);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "kaspi.pay.check-pay.bypass-security", matchIfMissing = true)
	@ConditionalOnClass({ DispatcherHandler.class, Mono.class, WebFilterChainProxy.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveSecurityConfiguration {

		@Bean("kaspi.pay.checkPaySecurityBypass")
		static BeanPostProcessor kaspiCheckPaySecurityBypass(ObjectProvider<ReactiveCheckPayPaths> paths) {
			return ReactiveSecurityBypass.of((request) -> paths.getObject().isOneOf(request));
		}

	}

}
