/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.time.Duration;

/**
 * How an event is delivered again after a listener threw: after a pause that doubles each
 * time up to a longest one, so many times. Internal: it may change in any release.
 *
 * @param maxAttempts how many attempts there are before the event is parked, at least 1
 * @param firstPause the pause after the first failure, more than 0
 * @param maxPause the longest pause, at least the first one
 */
public record RedeliveryPolicy(int maxAttempts, Duration firstPause, Duration maxPause) {

	/**
	 * Creates the policy.
	 * @param maxAttempts how many attempts there are before the event is parked, at least
	 * 1
	 * @param firstPause the pause after the first failure, more than 0
	 * @param maxPause the longest pause, at least the first one
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public RedeliveryPolicy {
		if (maxAttempts < 1) {
			throw new IllegalArgumentException("maxAttempts must be at least 1");
		}
		if (firstPause.isNegative() || firstPause.isZero()) {
			throw new IllegalArgumentException("firstPause must be more than 0");
		}
		if (maxPause.compareTo(firstPause) < 0) {
			throw new IllegalArgumentException("maxPause must be at least firstPause");
		}
	}

	/**
	 * Says whether another attempt follows.
	 * @param attempts how many attempts failed
	 * @return {@code false} if the event is to be parked
	 */
	public boolean repeatsAfter(int attempts) {
		return attempts < this.maxAttempts;
	}

	/**
	 * Returns the pause before the next attempt.
	 * @param attempts how many attempts failed, at least 1
	 * @return the pause
	 */
	public Duration pauseAfter(int attempts) {
		Duration pause = this.firstPause;
		for (int i = 1; i < attempts && pause.compareTo(this.maxPause) < 0; i++) {
			pause = pause.multipliedBy(2);
		}
		return (pause.compareTo(this.maxPause) < 0) ? pause : this.maxPause;
	}

}
