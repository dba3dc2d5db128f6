/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds back the calls that nobody waits for while none can succeed, as with refused
 * credentials: for 30 seconds first, then for pauses that double up to 10 minutes. After
 * each pause one call tries. Users' calls go on, and the first that succeeds ends it.
 * Thread-safe. Internal: it may change in any release.
 */
public final class BackgroundHoldBack {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundHoldBack.class);

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

	private static final int MAX_CONSECUTIVE_FAILURES = 3;

	private final Clock clock;

	private int failures;

	private @Nullable Period current;

	private @Nullable Instant lastSuccess;

	/**
	 * Creates it. Nothing is held back yet.
	 * @param clock the clock
	 */
	public BackgroundHoldBack(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Says whether calls that nobody waits for are held back now.
	 * @return whether none is to be made
	 */
	public synchronized boolean isActive() {
		return this.current != null && this.current.includes(this.clock.instant());
	}

	/**
	 * Takes note of a call that failed as the next one would. Holds back at once, and
	 * longer each time.
	 * @param why what went wrong, in a sentence without secrets
	 */
	public synchronized void refused(String why) {
		Instant now = this.clock.instant();
		Period before = this.current;
		if (before != null && before.includes(now)) {
			return;
		}
		Instant since = (before != null) ? before.since() : now;
		Duration pause = (before != null) ? before.nextPause() : FIRST_PAUSE;
		this.current = new Period(since, now, pause, why);
		logger.warn("Polling is held back for {} seconds, since calls to Kaspi Pay fail: {}", pause.toSeconds(), why);
	}

	/**
	 * Takes note of a call that nobody waited for and that failed as the next one may.
	 * The third one in a row holds back, and so does the first one after a pause.
	 * @param why what went wrong, in a sentence without secrets
	 */
	public synchronized void failed(String why) {
		this.failures++;
		if (this.current != null || this.failures >= MAX_CONSECUTIVE_FAILURES) {
			refused(why);
		}
	}

	/**
	 * Takes note of a call that Kaspi Pay carried out. Nothing is held back any more.
	 */
	public synchronized void succeeded() {
		this.failures = 0;
		this.lastSuccess = this.clock.instant();
		if (this.current != null) {
			logger.info("Polling goes on: calls to Kaspi Pay succeed again. It was held back since {}",
					this.current.since().truncatedTo(ChronoUnit.SECONDS));
			this.current = null;
		}
	}

	/**
	 * Returns when Kaspi Pay last carried out a call of this instance.
	 * @return the time, or {@code null} if it carried out none yet
	 */
	public synchronized @Nullable Instant lastSuccess() {
		return this.lastSuccess;
	}

	/**
	 * Says, for the application's health, whether and why calls are held back, since when
	 * and until when.
	 * @return a sentence without secrets, or {@code null} if nothing is held back
	 */
	public synchronized @Nullable String describe() {
		Period period = this.current;
		if (period == null) {
			return null;
		}
		String next = period.includes(this.clock.instant())
				? "next try at " + period.end().truncatedTo(ChronoUnit.SECONDS) : "next try now";
		return "held back since " + period.since().truncatedTo(ChronoUnit.SECONDS) + ", " + next + ": " + period.why();
	}

	/**
	 * A pause. It ends by itself though the clock is set back.
	 */
	private record Period(Instant since, Instant start, Duration pause, String why) {

		Instant end() {
			return this.start.plus(this.pause);
		}

		boolean includes(Instant now) {
			return !now.isBefore(this.start) && now.isBefore(end());
		}

		Duration nextPause() {
			Duration doubled = this.pause.multipliedBy(2);
			return (doubled.compareTo(LONGEST_PAUSE) < 0) ? doubled : LONGEST_PAUSE;
		}

	}

}
