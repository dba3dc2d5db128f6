package io.github.kaspipay.autoconfigure;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} that lets Kaspi Pay's notifications through Spring Security in a
 * reactive web application: they are signed, not authenticated. Leaves all else to the
 * application's own chains.
 */
@AutoConfiguration(after = KaspiPayWebhookAutoConfiguration.class)
@ConditionalOnBooleanProperty(
		name = { "kaspi.pay.enabled", "kaspi.pay.webhook.enabled", "kaspi.pay.webhook.bypass-security" },
		matchIfMissing = true)
@ConditionalOnClass({ WebFilterChainProxy.class, Mono.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(ReactiveWebhookPaths.class)
public class KaspiPayReactiveSecurityAutoConfiguration {

	@Bean("kaspi.pay.webhookSecurityBypass")
	static BeanPostProcessor kaspiWebhookSecurityBypass(ObjectProvider<ReactiveWebhookPaths> paths) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof WebFilterChainProxy security) ? new Bypass(security, paths) : bean;
			}

		};
	}

	/**
	 * Asks Spring Security about everything but notifications.
	 */
	private static final class Bypass extends WebFilterChainProxy {

		private final WebFilterChainProxy security;

		private final ObjectProvider<ReactiveWebhookPaths> paths;

		Bypass(WebFilterChainProxy security, ObjectProvider<ReactiveWebhookPaths> paths) {
			super(List.<SecurityWebFilterChain>of());
			this.security = security;
			this.paths = paths;
		}

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			return this.paths.getObject().isNotification(exchange.getRequest()) ? chain.filter(exchange)
					: this.security.filter(exchange, chain);
		}

	}

}
