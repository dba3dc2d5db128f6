/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.ratelimit.CallPermit;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.ratelimit.CallWindow;

/**
 * Notes when each call was made.
 */
final class CountedWindow implements CallWindow {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final CallWindow window;

	private final Clock clock;

	private final List<Instant> calls = new ArrayList<>();

	private int questions;

	CountedWindow(CallWindow window, Clock clock) {
		this.window = window;
		this.clock = clock;
	}

	@Override
	public CallPermit tryAcquire(CallPriority priority) {
		return new CallPermit(take(priority));
	}

	private Duration take(CallPriority priority) {
		Duration wait = this.window.tryAcquire(priority).retryAfter();
		if (wait.isZero()) {
			this.calls.add(this.clock.instant());
			this.questions += (priority == CallPriority.BACKGROUND) ? 1 : 0;
		}
		return wait;
	}

	@Override
	public void pause(Duration pause) {
		this.window.pause(pause);
	}

	int calls() {
		return this.calls.size();
	}

	int questions() {
		return this.questions;
	}

	int mostInAnyMinute() {
		int most = 0;
		int first = 0;
		for (int last = 0; last < this.calls.size(); last++) {
			while (!this.calls.get(first).plus(MINUTE).isAfter(this.calls.get(last))) {
				first++;
			}
			most = Math.max(most, last - first + 1);
		}
		return most;
	}

}
