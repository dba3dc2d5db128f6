/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} that lets notifications, and nothing else, past Spring Security:
 * Kaspi Pay has no session and no CSRF token, and signs what it sends.
 */
@AutoConfiguration(after = KaspiPayWebhookAutoConfiguration.class)
@ConditionalOnBooleanProperty(
		name = { "kaspi.pay.enabled", "kaspi.pay.webhook.enabled", "kaspi.pay.webhook.bypass-security" },
		matchIfMissing = true)
@ConditionalOnClass({ WebSecurityCustomizer.class, RequestMatcher.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(ServletWebhookPaths.class)
public class KaspiPaySecurityAutoConfiguration {

	@Bean("kaspi.pay.webhookSecurityCustomizer")
	WebSecurityCustomizer kaspiWebhookSecurityCustomizer(ServletWebhookPaths paths) {
		return (web) -> web.ignoring().requestMatchers(new WebhookRequestMatcher(paths));
	}

	/**
	 * Matches what the endpoint is mapped to, however the application's own rules build
	 * their paths.
	 */
	private record WebhookRequestMatcher(ServletWebhookPaths paths) implements RequestMatcher {

		@Override
		public boolean matches(HttpServletRequest request) {
			return request.getMethod().equals("POST") && this.paths.contains(request);
		}

		@Override
		public String toString() {
			return this.paths.all()
				.stream()
				.map((path) -> "POST " + path.inContext())
				.collect(Collectors.joining(", "));
		}

	}

}
