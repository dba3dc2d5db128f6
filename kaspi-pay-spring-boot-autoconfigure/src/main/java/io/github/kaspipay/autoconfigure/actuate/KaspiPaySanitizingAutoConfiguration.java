/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} that keeps Kaspi Pay's secrets out of Spring Boot's {@code env} and
 * {@code configprops} endpoints, whatever else these show. It holds where Kaspi Pay is
 * switched off too: its secrets may be set all the same.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public class KaspiPaySanitizingAutoConfiguration {

	/**
	 * Comes first, since Spring Boot stops at the first function that changes a value.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnMissingBean(name = "kaspiPaySanitizingFunction")
	SanitizingFunction kaspiPaySanitizingFunction(ConfigurableEnvironment environment) {
		return new SecretSanitizer(environment);
	}

}
