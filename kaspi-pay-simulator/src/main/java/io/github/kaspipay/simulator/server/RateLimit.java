/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets a number of calls through in any 60 seconds.
 */
public final class RateLimit {

	private static final Duration WINDOW = Duration.ofSeconds(60);

	private final Clock clock;

	private final int callsPerWindow;

	private final Deque<Instant> calls = new ArrayDeque<>();

	public RateLimit(Clock clock, int callsPerWindow) {
		this.clock = clock;
		this.callsPerWindow = callsPerWindow;
	}

	/**
	 * Asks for one call.
	 * @return zero if it is let through, otherwise after what time one will be
	 */
	synchronized Duration acquire() {
		Instant now = this.clock.instant();
		while (!this.calls.isEmpty() && !now.isBefore(this.calls.getFirst().plus(WINDOW))) {
			this.calls.removeFirst();
		}
		if (this.calls.size() >= this.callsPerWindow) {
			return Duration.between(now, this.calls.getFirst().plus(WINDOW));
		}
		this.calls.addLast(now);
		return Duration.ZERO;
	}

	public synchronized void reset() {
		this.calls.clear();
	}

}
