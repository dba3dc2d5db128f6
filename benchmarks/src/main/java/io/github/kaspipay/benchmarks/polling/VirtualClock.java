/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is moved.
 */
final class VirtualClock extends Clock {

	private final Instant start;

	private Instant now;

	VirtualClock(Instant start) {
		this.start = start;
		this.now = start;
	}

	void moveTo(Instant time) {
		this.now = time;
	}

	long nanoTime() {
		return Duration.between(this.start, this.now).toNanos();
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
