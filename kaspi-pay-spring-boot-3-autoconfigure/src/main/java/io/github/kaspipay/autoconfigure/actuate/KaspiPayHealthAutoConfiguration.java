/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what Kaspi Pay adds to the application's health.
 */
@AutoConfiguration(after = KaspiPayStateAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("kaspi-pay")
@ConditionalOnBean(KaspiPayState.class)
public class KaspiPayHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "kaspiPayHealthIndicator")
	KaspiPayHealthIndicator kaspiPayHealthIndicator(KaspiPayState state) {
		return new KaspiPayHealthIndicator(state);
	}

}
