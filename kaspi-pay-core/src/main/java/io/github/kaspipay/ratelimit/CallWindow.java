/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of the last minute, of one instance or of all. Thread-safe.
 */
public interface CallWindow {

	/**
	 * No pause is longer, whatever Kaspi Pay says.
	 */
	Duration LONGEST_PAUSE = Duration.ofHours(1);

	/**
	 * Acquires a permit for a call, to be made at once, if one is left. Does not wait.
	 * @param priority who the call is for
	 * @return the permit, or how long it is until one may be left
	 */
	CallPermit tryAcquire(CallPriority priority);

	/**
	 * Says whether {@link #tryAcquire} answers from this instance's memory. Whoever asks
	 * a window that has to ask elsewhere queues first, for as long as it can wait.
	 * @return whether it answers at once
	 */
	default boolean answersAtOnce() {
		return false;
	}

	/**
	 * Permits no call for a while, since Kaspi Pay asked for that. A longer pause stays.
	 * @param pause how long, up to {@link #LONGEST_PAUSE}
	 */
	void pause(Duration pause);

	/**
	 * Says how many calls a user could make now, as far as it is known. Asks nothing, and
	 * does not wait.
	 * @return the number, or {@code null} where nobody knows
	 */
	default @Nullable Integer available() {
		return null;
	}

	/**
	 * Says, for the application's health, where calls are counted, and whether that works
	 * at present. Asks nothing.
	 * @return a few words without secrets
	 */
	default String describe() {
		return getClass().getSimpleName();
	}

}
