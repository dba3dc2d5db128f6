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
@Import(PeerValveConfiguration.class)
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
	@ConditionalOnClass(value = { Servlet.class, DispatcherServlet.class }, name = DispatcherPath.TYPE)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@Import(DispatcherPath.class)
	static class ServletConfiguration {

		@Bean("kaspi.pay.checkPayPath")
		CheckPayPath kaspiCheckPayPath(KaspiPayProperties properties, DispatcherPath dispatcher) {
			String path = properties.checkPay().path();
			return new CheckPayPath(path, dispatcher.inContext(path));
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
		WebSecurityCustomizer kaspiCheckPaySecurityCustomizer(CheckPayPath path) {
			RequestMatcher matcher = path::isOf;
			return (web) -> web.ignoring().requestMatchers(matcher);
		}

	}

}
