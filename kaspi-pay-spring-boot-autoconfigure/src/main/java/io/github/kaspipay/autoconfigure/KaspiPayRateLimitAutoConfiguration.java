package io.github.kaspipay.autoconfigure;

import java.time.Clock;

import io.github.kaspipay.autoconfigure.KaspiPayProperties.RateLimit.Store;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;

import org.springframework.beans.factory.ObjectProvider;
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
public class KaspiPayRateLimitAutoConfiguration {

	@Bean("kaspi.pay.callWindow")
	@ConditionalOnMissingBean(CallWindow.class)
	LocalCallWindow kaspiCallWindow(KaspiPayProperties properties) {
		return localWindow(properties);
	}

	@Bean("kaspi.pay.callBudget")
	@ConditionalOnMissingBean
	CallBudget kaspiCallBudget(KaspiPayProperties properties, CallWindow window, ObjectProvider<Clock> clocks) {
		return new CallBudget(window, properties.rateLimit().maxWait(), clocks.getIfUnique(Clock::systemUTC));
	}

	static LocalCallWindow localWindow(KaspiPayProperties properties) {
		if (properties.rateLimit().store() == Store.REDIS) {
			throw KaspiPayConfigurationException.withoutRedis("kaspi.pay.rate-limit.store", "local");
		}
		return new LocalCallWindow(limit(properties));
	}

	static CallLimit limit(KaspiPayProperties properties) {
		KaspiPayProperties.RateLimit rateLimit = properties.rateLimit();
		return CallLimit.perMinute(rateLimit.requestsPerMinute(), rateLimit.burst(), properties.connectTimeout());
	}

	/**
	 * Leaves the same part of the calls to users as the limit does, or a little more.
	 */
	static CallLimit fallback(KaspiPayProperties properties) {
		CallLimit limit = limit(properties);
		int calls = properties.rateLimit().fallbackRequestsPerMinute();
		int burst = (calls * limit.burst() + limit.calls() - 1) / limit.calls();
		return new CallLimit(calls, Math.min(burst, calls - 1), limit.window());
	}

}
