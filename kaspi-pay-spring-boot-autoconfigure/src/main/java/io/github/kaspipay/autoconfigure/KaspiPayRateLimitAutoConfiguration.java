package io.github.kaspipay.autoconfigure;

import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the budget of calls.
 */
@AutoConfiguration(after = KaspiPayAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public final class KaspiPayRateLimitAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(CallWindow.class)
	LocalCallWindow kaspiCallWindow(KaspiPayProperties properties) {
		return new LocalCallWindow(limit(properties));
	}

	@Bean
	@ConditionalOnMissingBean
	CallBudget kaspiCallBudget(KaspiPayProperties properties, CallWindow window) {
		return new CallBudget(window, properties.rateLimit().maxWait());
	}

	static CallLimit limit(KaspiPayProperties properties) {
		KaspiPayProperties.RateLimit rateLimit = properties.rateLimit();
		return CallLimit.perMinute(rateLimit.requestsPerMinute(), rateLimit.burst(), properties.connectTimeout());
	}

}
