/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.ratelimit.CallWindow;

/**
 * The users' side of {@code CallBudget}, whose threads cannot wait on a virtual clock:
 * first come, first served, and refused once the wait would be too long.
 */
final class UserCalls {

	private final CallWindow window;

	private final Clock clock;

	private final BiConsumer<Instant, Runnable> timer;

	private final Samples waits;

	private final Deque<Waiting> queue = new ArrayDeque<>();

	private int rejected;

	UserCalls(CallWindow window, Clock clock, BiConsumer<Instant, Runnable> timer, Samples waits) {
		this.window = window;
		this.clock = clock;
		this.timer = timer;
		this.waits = waits;
	}

	void call(Runnable call) {
		this.queue.addLast(new Waiting(this.clock.instant(), call));
		if (this.queue.size() == 1) {
			serve();
		}
	}

	int rejected() {
		return this.rejected;
	}

	private void serve() {
		while (!this.queue.isEmpty()) {
			Instant now = this.clock.instant();
			Waiting first = this.queue.getFirst();
			Duration wait = this.window.tryAcquire(CallPriority.USER).retryAfter();
			if (wait.isZero()) {
				this.queue.removeFirst();
				this.waits.add(Duration.between(first.since(), now));
				first.call().run();
			}
			else if (now.plus(wait).isAfter(first.since().plus(Scenario.MAX_WAIT))) {
				this.queue.removeFirst();
				this.rejected++;
			}
			else {
				this.timer.accept(now.plus(wait), this::serve);
				return;
			}
		}
	}

	private record Waiting(Instant since, Runnable call) {

	}

}
