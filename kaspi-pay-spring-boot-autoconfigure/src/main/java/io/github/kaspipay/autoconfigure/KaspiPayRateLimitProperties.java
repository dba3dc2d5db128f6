/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Budget of calls.
 *
 * @param store Where the calls are counted. With auto it is Redis if there is a
 * RedisConnectionFactory.
 * @param requestsPerMinute Number of calls that may be made in any minute, token calls
 * included: at most what Kaspi Pay allows.
 * @param burst Number of these calls that polls leave to users at any moment; a tenth of
 * them where it is not set.
 * @param maxWait Time a user's call waits for a permit at the most, before it fails with
 * a KaspiRateLimitException. At least 4s outlast a restart of Redis; more than half of
 * call-timeout is not waited.
 * @param fallbackRequestsPerMinute Number of calls that this instance may make in any
 * minute while Redis is away; 10 where it is not set, or all of them if these are fewer.
 */
public record KaspiPayRateLimitProperties(@DefaultValue("auto") Store store, @DefaultValue("100") int requestsPerMinute,
		@Nullable Integer burst, @DefaultValue("5s") Duration maxWait, @Nullable Integer fallbackRequestsPerMinute) {

	private static final int FALLBACK = 10;

	/**
	 * Returns the same, checked and tidied.
	 */
	KaspiPayRateLimitProperties checked() {
		PropertyRules.require(this.requestsPerMinute >= 1, "rate-limit.requests-per-minute", "must be at least 1",
				this.requestsPerMinute);
		int burst = (this.burst != null) ? this.burst : this.requestsPerMinute / 10;
		PropertyRules.require(burst >= 0 && burst < this.requestsPerMinute, "rate-limit.burst",
				"must be at least 0 and less than kaspi.pay.rate-limit.requests-per-minute", burst);
		PropertyRules.requireNoneOrBetween("rate-limit.max-wait", this.maxWait, Duration.ofMillis(100),
				Duration.ofMinutes(1));
		int fallbackRequestsPerMinute = (this.fallbackRequestsPerMinute != null) ? this.fallbackRequestsPerMinute
				: Math.min(FALLBACK, this.requestsPerMinute);
		PropertyRules.require(fallbackRequestsPerMinute >= 1 && fallbackRequestsPerMinute <= this.requestsPerMinute,
				"rate-limit.fallback-requests-per-minute",
				"must be at least 1 and at most kaspi.pay.rate-limit.requests-per-minute", fallbackRequestsPerMinute);
		return new KaspiPayRateLimitProperties(this.store, this.requestsPerMinute, burst, this.maxWait,
				fallbackRequestsPerMinute);
	}

	/**
	 * Returns how many calls are left to users.
	 * @return the number of calls
	 */
	@Override
	public Integer burst() {
		return Objects.requireNonNull(this.burst);
	}

	/**
	 * Returns how many calls this instance may make on its own.
	 * @return the number of calls a minute
	 */
	@Override
	public Integer fallbackRequestsPerMinute() {
		return Objects.requireNonNull(this.fallbackRequestsPerMinute);
	}

	/**
	 * Where calls are counted.
	 */
	public enum Store {

		/**
		 * In Redis if the application has a RedisConnectionFactory, else in memory.
		 */
		AUTO,

		/**
		 * In memory: each instance has the whole budget for itself.
		 */
		LOCAL,

		/**
		 * In Redis: all instances share one budget.
		 */
		REDIS

	}

}
