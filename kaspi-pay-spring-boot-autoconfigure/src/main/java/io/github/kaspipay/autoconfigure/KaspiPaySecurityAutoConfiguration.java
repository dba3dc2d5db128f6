package io.github.kaspipay.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} that lets notifications, and nothing else, past Spring Security:
 * Kaspi Pay has no session and no CSRF token, and signs what it sends.
 */
@AutoConfiguration(after = KaspiPayWebhookAutoConfiguration.class)
@ConditionalOnBooleanProperty(
		name = { "kaspi.pay.enabled", "kaspi.pay.webhook.enabled", "kaspi.pay.webhook.bypass-security" },
		matchIfMissing = true)
@ConditionalOnClass({ WebSecurityCustomizer.class, PathPatternRequestMatcher.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(KaspiWebhookController.class)
public final class KaspiPaySecurityAutoConfiguration {

	/**
	 * Boot's builder knows the path of the DispatcherServlet.
	 */
	@Bean
	WebSecurityCustomizer kaspiWebhookSecurityCustomizer(KaspiPayProperties properties,
			ObjectProvider<PathPatternRequestMatcher.Builder> builder) {
		return (web) -> web.ignoring()
			.requestMatchers(builder.getIfUnique(PathPatternRequestMatcher::withDefaults)
				.matcher(HttpMethod.POST, properties.webhook().path()));
	}

}
