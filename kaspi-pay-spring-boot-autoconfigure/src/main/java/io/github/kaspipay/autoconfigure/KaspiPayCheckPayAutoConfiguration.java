package io.github.kaspipay.autoconfigure;

import java.util.List;

import io.github.kaspipay.checkpay.CheckPayKaspiPayGateway;
import io.github.kaspipay.checkpay.KaspiAccountResolver;
import io.github.kaspipay.checkpay.KaspiCheckPayProcessor;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerPaymentBook;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.PaymentBook;
import jakarta.servlet.Servlet;
import org.apache.catalina.valves.ValveBase;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for check/pay, the protocol in which Kaspi calls the merchant's
 * server.
 */
@AutoConfiguration(after = KaspiPayAutoConfiguration.class, before = KaspiPayLedgerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@ConditionalOnKaspiApi(KaspiPayProperties.Api.CHECK_PAY)
public class KaspiPayCheckPayAutoConfiguration {

	@Bean("kaspi.pay.gateway")
	@ConditionalOnMissingBean(KaspiPayGateway.class)
	CheckPayKaspiPayGateway kaspiPayGateway(KaspiPayProperties properties, LedgerClock clock) {
		KaspiPayProperties.CheckPay checkPay = properties.checkPay();
		return new CheckPayKaspiPayGateway(checkPay.toLink(), checkPay.payableFor(), clock.value());
	}

	@Bean("kaspi.pay.paymentBook")
	@ConditionalOnMissingBean(PaymentBook.class)
	LedgerPaymentBook kaspiPaymentBook(KaspiOrderLedger ledger, LedgerStore store, LedgerClock clock) {
		return new LedgerPaymentBook(ledger, store, clock.value());
	}

	@Bean("kaspi.pay.checkPayProcessor")
	@ConditionalOnMissingBean
	KaspiCheckPayProcessor kaspiCheckPayProcessor(KaspiPayProperties properties, PaymentBook payments,
			ObjectProvider<KaspiAccountResolver> accounts, LedgerClock clock) {
		KaspiPayProperties.CheckPay checkPay = properties.checkPay();
		return new KaspiCheckPayProcessor(payments, accounts.getIfAvailable(), checkPay.format(),
				checkPay.sharedSecret(), clock.value());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Servlet.class, DispatcherServlet.class, DispatcherServletPath.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletConfiguration {

		@Bean("kaspi.pay.checkPayPath")
		CheckPayPath kaspiCheckPayPath(KaspiPayProperties properties,
				ObjectProvider<DispatcherServletPath> dispatcherServlet) {
			String path = properties.checkPay().path();
			DispatcherServletPath servlet = dispatcherServlet.getIfUnique();
			return new CheckPayPath(path, (servlet != null) ? servlet.getRelativePath(path) : path);
		}

		/**
		 * Comes after all other filters, whatever their order: they are asked as for any
		 * other request. Needs the processor only once there is a request, for filters
		 * are created before the application's beans.
		 */
		@Bean("kaspi.pay.checkPayFilter")
		FilterRegistrationBean<KaspiCheckPayFilter> kaspiCheckPayFilter(KaspiPayProperties properties,
				CheckPayPath path, ObjectProvider<KaspiCheckPayProcessor> processor) {
			CheckPayEndpoint endpoint = new CheckPayEndpoint(properties.checkPay().toSource(),
					SingletonSupplier.of(processor::getObject), System::nanoTime);
			FilterRegistrationBean<KaspiCheckPayFilter> registration = new FilterRegistrationBean<>(
					new KaspiCheckPayFilter(endpoint, path));
			registration.addUrlPatterns(path.inContext());
			registration.setMatchAfter(true);
			return registration;
		}

		@Bean("kaspi.pay.checkPayPathConflicts")
		@Lazy(false)
		EndpointPathConflicts kaspiCheckPayPathConflicts(ListableBeanFactory beans, CheckPayPath path) {
			return new ServletEndpointPathConflicts(beans,
					List.of(new EndpointPathConflicts.Endpoint(RequestMethod.GET, path.inServlet(),
							"Kaspi's check and pay requests",
							"Remove that mapping and listen to Kaspi Pay's events, or set another path with "
									+ "kaspi.pay.check-pay.path, and tell Kaspi.")));
		}

		@Bean("kaspi.pay.checkPayProxyCheck")
		CheckPayProxyCheck kaspiCheckPayProxyCheck(KaspiPayProperties properties, Environment environment) {
			return new CheckPayProxyCheck(properties.checkPay(), environment);
		}

	}

	/**
	 * Comes before what Boot adds for {@code server.forward-headers-strategy=native}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ConfigurableTomcatWebServerFactory.class, ValveBase.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class TomcatConfiguration {

		@Bean("kaspi.pay.peerValve")
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> kaspiPeerValve() {
			return new PeerValveCustomizer();
		}

		/**
		 * A class of its own: a lambda would not say which servers it is for.
		 */
		private static final class PeerValveCustomizer
				implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered {

			@Override
			public void customize(ConfigurableTomcatWebServerFactory factory) {
				factory.addEngineValves(new PeerValve());
			}

			@Override
			public int getOrder() {
				return Ordered.HIGHEST_PRECEDENCE;
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "kaspi.pay.check-pay.bypass-security", matchIfMissing = true)
	@ConditionalOnClass({ Servlet.class, DispatcherServlet.class, DispatcherServletPath.class,
			WebSecurityCustomizer.class, RequestMatcher.class })
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class SecurityConfiguration {

		/**
		 * Kaspi has no session and no password: its address is checked by the endpoint.
		 */
		@Bean("kaspi.pay.checkPaySecurityCustomizer")
		WebSecurityCustomizer kaspiCheckPaySecurityCustomizer(CheckPayPath path) {
			RequestMatcher matcher = path::isOf;
			return (web) -> web.ignoring().requestMatchers(matcher);
		}

	}

}
