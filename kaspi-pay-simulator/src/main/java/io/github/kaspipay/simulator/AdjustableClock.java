/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that goes ahead of another one by an adjustable offset.
 */
final class AdjustableClock extends Clock {

	/**
	 * Far enough for any test, and near enough for dates to stay writable.
	 */
	private static final Duration MAX_OFFSET = Duration.ofDays(36_500);

	private final Clock base;

	private final AtomicReference<Duration> offset;

	AdjustableClock(Clock base) {
		this(base, new AtomicReference<>(Duration.ZERO));
	}

	private AdjustableClock(Clock base, AtomicReference<Duration> offset) {
		this.base = base;
		this.offset = offset;
	}

	void advance(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("The clock cannot be turned back, by " + duration);
		}
		this.offset.updateAndGet((current) -> {
			if (duration.compareTo(MAX_OFFSET.minus(current)) > 0) {
				throw new IllegalArgumentException("The clock cannot be more than 36500 days ahead");
			}
			return current.plus(duration);
		});
	}

	Duration offset() {
		return Objects.requireNonNull(this.offset.get());
	}

	void reset() {
		this.offset.set(Duration.ZERO);
	}

	@Override
	public Instant instant() {
		return this.base.instant().plus(offset());
	}

	@Override
	public ZoneId getZone() {
		return this.base.getZone();
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new AdjustableClock(this.base.withZone(zone), this.offset);
	}

}
