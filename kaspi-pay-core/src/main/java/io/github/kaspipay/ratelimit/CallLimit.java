/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Duration;

/**
 * How many calls may be made. Internal: it may change in any release.
 *
 * @param calls how many in any window, at least 1
 * @param burst how many of these the background leaves to users at any moment, from 0 to
 * less than {@code calls}
 * @param window the length of the window
 */
public record CallLimit(int calls, int burst, Duration window) {

	/**
	 * How late calls in the background may come and still catch up: longer than it takes
	 * until somebody looks whether one is left.
	 */
	public static final Duration CATCH_UP = Duration.ofSeconds(2);

	private static final int BACKGROUND_SHARE_ONE_IN = 20;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	/**
	 * Creates the limit.
	 * @param calls how many in any window, at least 1
	 * @param burst how many of these the background leaves to users at any moment, from 0
	 * to less than {@code calls}
	 * @param window the length of the window
	 * @throws IllegalArgumentException if a number is out of its range
	 */
	public CallLimit {
		if (calls < 1) {
			throw new IllegalArgumentException("calls must be at least 1, but is " + calls);
		}
		if (burst < 0 || burst >= calls) {
			throw new IllegalArgumentException(
					"burst must be at least 0 and less than the " + calls + " calls, but is " + burst);
		}
	}

	/**
	 * Limits the calls that arrive at Kaspi Pay in any minute.
	 * @param calls how many
	 * @param burst how many of these the background leaves to users
	 * @param transit how long a call may be on its way: what left over more than a minute
	 * may arrive within one
	 * @return the limit
	 */
	public static CallLimit perMinute(int calls, int burst, Duration transit) {
		return new CallLimit(calls, burst, MINUTE.plus(transit));
	}

	/**
	 * Returns how many calls there may be in a window before another one is made.
	 * @param priority who the call is for
	 * @return the number
	 */
	public int callsFor(CallPriority priority) {
		return (priority == CallPriority.USER) ? this.calls : this.calls - this.burst;
	}

	/**
	 * Returns how long the background goes without a call before its next one goes before
	 * those of users: as long as twenty calls take. Else a payment that nobody told of
	 * would not be found while users take all there is.
	 * @return the time
	 */
	public Duration backgroundPatience() {
		return this.window.multipliedBy(BACKGROUND_SHARE_ONE_IN).dividedBy(this.calls);
	}

	/**
	 * Returns the pause between two calls in the background: they are spread over the
	 * window, so that its calls leave it one by one.
	 * @return the pause
	 */
	public Duration backgroundPause() {
		return this.window.dividedBy(callsFor(CallPriority.BACKGROUND));
	}

}
