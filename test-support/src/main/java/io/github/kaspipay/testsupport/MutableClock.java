/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.testsupport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is moved, by any thread.
 */
public final class MutableClock extends Clock {

	private final Instant start;

	private volatile Instant now;

	/**
	 * Creates a clock.
	 * @param now the time it shows, ISO 8601
	 */
	public MutableClock(String now) {
		this(Instant.parse(now));
	}

	/**
	 * Creates a clock.
	 * @param now the time it shows
	 */
	public MutableClock(Instant now) {
		this.start = now;
		this.now = now;
	}

	/**
	 * Moves the clock on.
	 * @param duration by how much
	 */
	public synchronized void advance(Duration duration) {
		this.now = this.now.plus(duration);
	}

	/**
	 * Moves the clock to a time.
	 * @param time the time it shows from now on
	 */
	public synchronized void moveTo(Instant time) {
		this.now = time;
	}

	/**
	 * Returns how far the clock was moved, in the place of {@link System#nanoTime()}.
	 * @return the time since its first one, in nanoseconds
	 */
	public long nanoTime() {
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
