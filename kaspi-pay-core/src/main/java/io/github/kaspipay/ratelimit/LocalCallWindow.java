/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Counts the calls of this instance. Each call is kept until its window is over, so that
 * no window, wherever it begins, holds more than the limit. Thread-safe. Internal: it may
 * change in any release.
 */
public class LocalCallWindow implements CallWindow {

	private static final long CATCH_UP = CallLimit.CATCH_UP.toNanos();

	private final CallLimit limit;

	private final LongSupplier nanoTime;

	private final long window;

	private final long backgroundPatience;

	private final long backgroundPause;

	private final Lock lock = new ReentrantLock();

	private final Deque<Long> calls = new ArrayDeque<>();

	private long backgroundFrom;

	private long backgroundAskedAt;

	private long pausedUntil;

	/**
	 * Creates the window.
	 * @param limit how many calls may be made
	 */
	public LocalCallWindow(CallLimit limit) {
		this(limit, System::nanoTime);
	}

	/**
	 * Creates the window.
	 * @param limit how many calls may be made
	 * @param nanoTime the time in nanoseconds, as {@link System#nanoTime()} gives it
	 */
	public LocalCallWindow(CallLimit limit, LongSupplier nanoTime) {
		this.limit = limit;
		this.nanoTime = nanoTime;
		this.window = limit.window().toNanos();
		this.backgroundPatience = limit.backgroundPatience().toNanos();
		this.backgroundPause = limit.backgroundPause().toNanos();
		this.backgroundFrom = nanoTime.getAsLong();
		this.backgroundAskedAt = this.backgroundFrom - CATCH_UP;
		this.pausedUntil = this.backgroundFrom;
	}

	@Override
	public CallPermit tryAcquire(CallPriority priority) {
		this.lock.lock();
		try {
			return new CallPermit(take(priority, this.nanoTime.getAsLong()));
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean answersAtOnce() {
		return true;
	}

	private Duration take(CallPriority priority, long now) {
		removeWhatIsOver(now);
		if (priority == CallPriority.BACKGROUND) {
			this.backgroundAskedAt = now;
		}
		long wait = Math.max(this.pausedUntil - now, untilOneIsLeft(callsFor(priority, now), now));
		if (priority == CallPriority.BACKGROUND) {
			wait = Math.max(wait, this.backgroundFrom - now);
		}
		if (wait > 0) {
			return Duration.ofNanos(wait);
		}
		this.calls.addLast(now);
		if (priority == CallPriority.BACKGROUND) {
			this.backgroundFrom = Math.max(this.backgroundFrom - now, -CATCH_UP) + now + this.backgroundPause;
		}
		return Duration.ZERO;
	}

	private int callsFor(CallPriority priority, long now) {
		boolean owed = now - this.backgroundFrom >= this.backgroundPatience && now - this.backgroundAskedAt < CATCH_UP;
		if (!owed) {
			return this.limit.callsFor(priority);
		}
		return (priority == CallPriority.USER) ? Math.max(1, this.limit.calls() - 1) : this.limit.calls();
	}

	/**
	 * Counts a call that was taken elsewhere, whatever the limit.
	 */
	public void count() {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			removeWhatIsOver(now);
			this.calls.addLast(now);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void removeWhatIsOver(long now) {
		while (!this.calls.isEmpty() && now - this.calls.getFirst() >= this.window) {
			this.calls.removeFirst();
		}
	}

	private long untilOneIsLeft(int calls, long now) {
		int tooMany = this.calls.size() - calls;
		if (tooMany < 0) {
			return 0;
		}
		long lastToLeave = this.calls.stream().skip(tooMany).findFirst().orElseThrow();
		return lastToLeave + this.window - now;
	}

	@Override
	public void pause(Duration pause) {
		this.lock.lock();
		try {
			long until = this.nanoTime.getAsLong() + pause.toNanos();
			if (until - this.pausedUntil > 0) {
				this.pausedUntil = until;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Integer available() {
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			removeWhatIsOver(now);
			return (this.pausedUntil - now > 0) ? 0 : Math.max(0, callsFor(CallPriority.USER, now) - this.calls.size());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String describe() {
		return "in memory";
	}

}
