/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Duration;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.kaspipay.ratelimit.CallPermit;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.testsupport.MutableClock;

/**
 * Bucket4j's token bucket, set so that no minute has more than 100 calls: some at once
 * and the rest in the 62 seconds that make up a minute and the way to Kaspi Pay.
 * Questions leave half of the bucket to users.
 */
final class TokenBucketWindow implements CallWindow {

	private static final Duration MINUTE = Duration.ofMinutes(1).plus(Scenario.TRANSIT);

	private final int atOnce;

	private final Bucket bucket;

	TokenBucketWindow(int atOnce, MutableClock clock) {
		this.atOnce = atOnce;
		this.bucket = Bucket.builder()
			.addLimit((limit) -> limit.capacity(atOnce).refillGreedy(Scenario.CALLS - atOnce, MINUTE))
			.withCustomTimePrecision(new VirtualTime(clock))
			.build();
	}

	@Override
	public CallPermit tryAcquire(CallPriority priority) {
		return new CallPermit(take(priority));
	}

	private Duration take(CallPriority priority) {
		if (priority == CallPriority.BACKGROUND && this.bucket.getAvailableTokens() <= this.atOnce / 2) {
			return MINUTE.dividedBy(Scenario.CALLS - this.atOnce);
		}
		ConsumptionProbe probe = this.bucket.tryConsumeAndReturnRemaining(1);
		return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
	}

	@Override
	public void pause(Duration pause) {
		throw new UnsupportedOperationException();
	}

	private record VirtualTime(MutableClock clock) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.clock.nanoTime();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
