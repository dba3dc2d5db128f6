/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.time.Duration;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayRateLimitProperties;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.redis.RedisCallSettings;
import io.github.kaspipay.redis.RedisCallWindow;
import io.github.kaspipay.redis.RedisLink;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application that shares its budget of calls with others, and has no database.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@Import(BudgetController.class)
public class BudgetApplication {

	/**
	 * Starts an instance.
	 * @param args properties
	 */
	public static void main(String[] args) {
		CrashApplication.run(BudgetApplication.class, args);
	}

	/**
	 * The time is too short for minutes in a test.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty("budget.window")
	static class ShortWindow {

		private static final Duration TRANSIT = Duration.ofSeconds(2);

		@Bean
		RedisCallWindow shortWindow(@Value("${budget.window}") Duration window, KaspiPayProperties properties,
				KaspiPayConnectionDetails details, RedisLink link, KaspiPayWorkers workers) {
			KaspiPayRateLimitProperties rateLimit = properties.rateLimit();
			CallLimit limit = new CallLimit(rateLimit.requestsPerMinute(), rateLimit.burst(), window.plus(TRANSIT));
			CallLimit fallback = new CallLimit(rateLimit.fallbackRequestsPerMinute(), 0, limit.window());
			RedisCallWindow shared = new RedisCallWindow(link,
					new RedisCallSettings(details.getBaseUrl(), details.getClientId(), limit, fallback));
			workers.every(Duration.ofMillis(500), shared::report);
			return shared;
		}

	}

}
