/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import io.github.kaspipay.autoconfigure.web.ReactiveSecurityBypass;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.web.server.WebFilterChainProxy;

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
		return ReactiveSecurityBypass.of((request) -> paths.getObject().isNotification(request));
	}

}
