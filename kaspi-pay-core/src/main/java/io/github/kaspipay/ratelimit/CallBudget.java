/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiRateLimitException;

/**
 * Permits calls to Kaspi Pay within the limit: those of users in the order in which they
 * came, with a bounded wait; those in the background only while enough permits are left
 * for users. Thread-safe.
 */
public class CallBudget {

	private final CallWindow window;

	private final Duration maxWait;

	private final BackgroundHoldBack holdBack;

	private final String setting;

	private final ReentrantLock queue = new ReentrantLock(true);

	/**
	 * Creates the budget.
	 * @param window counts the calls
	 * @param maxWait how long a user's call waits at the most
	 */
	public CallBudget(CallWindow window, Duration maxWait) {
		this(window, maxWait, Clock.systemUTC());
	}

	/**
	 * Creates the budget.
	 * @param window counts the calls
	 * @param maxWait how long a user's call waits at the most
	 * @param clock the clock for how long background calls are held back
	 */
	public CallBudget(CallWindow window, Duration maxWait, Clock clock) {
		this(window, maxWait, clock, "kaspi.pay.rate-limit.requests-per-minute");
	}

	/**
	 * Creates the budget of a merchant.
	 * @param window counts the calls
	 * @param maxWait how long a user's call waits at the most
	 * @param clock the clock for how long background calls are held back
	 * @param setting how messages name the limit
	 */
	public CallBudget(CallWindow window, Duration maxWait, Clock clock, String setting) {
		this.window = window;
		this.maxWait = maxWait;
		this.holdBack = new BackgroundHoldBack(clock);
		this.setting = setting;
	}

	/**
	 * Returns what holds back background calls while none can succeed.
	 * @return the hold-back
	 */
	public BackgroundHoldBack holdBack() {
		return this.holdBack;
	}

	/**
	 * Acquires a permit for a call that somebody waits for. The call has to be made at
	 * once.
	 * @param timeout how long the caller can wait; the wait is no longer than the
	 * budget's longest either
	 * @throws KaspiRateLimitException if none is left within that time
	 * @throws KaspiConnectionException if the thread was interrupted
	 */
	public void acquire(Duration timeout) {
		if (!acquiresAtOnce()) {
			acquireInTurn(timeout);
		}
	}

	/**
	 * Nobody has to queue while calls are left and none takes time to ask for. Whoever
	 * waits is behind the queue's lock or holds it, looked at in this order: from one to
	 * the other is its only way.
	 */
	private boolean acquiresAtOnce() {
		return this.window.answersAtOnce() && !this.queue.hasQueuedThreads() && !this.queue.isLocked()
				&& !Thread.currentThread().isInterrupted() && this.window.tryAcquire(CallPriority.USER).isAcquired();
	}

	private void acquireInTurn(Duration timeout) {
		long end = System.nanoTime() + (timeout.compareTo(this.maxWait) < 0 ? timeout : this.maxWait).toNanos();
		try {
			if (!this.queue.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
				throw noneLeft(this.maxWait);
			}
			try {
				awaitPermit(end);
			}
			finally {
				this.queue.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KaspiConnectionException("Interrupted before a call to Kaspi Pay; nothing was sent", ex);
		}
	}

	private void awaitPermit(long end) throws InterruptedException {
		Duration wait = this.window.tryAcquire(CallPriority.USER).retryAfter();
		while (!wait.isZero()) {
			if (wait.toNanos() > end - System.nanoTime()) {
				throw noneLeft(wait);
			}
			TimeUnit.NANOSECONDS.sleep(wait.toNanos());
			wait = this.window.tryAcquire(CallPriority.USER).retryAfter();
		}
	}

	/**
	 * Acquires a permit for a call that nobody waits for, if enough are left for users
	 * and calls are not held back. The call has to be made at once.
	 * @return whether the permit was acquired
	 */
	public boolean tryAcquireInBackground() {
		return !this.holdBack.isActive() && this.window.tryAcquire(CallPriority.BACKGROUND).isAcquired();
	}

	/**
	 * Permits no call for a while, since Kaspi Pay asked for that.
	 * @param pause how long; more than an hour counts as an hour
	 */
	public void pause(Duration pause) {
		this.window.pause((pause.compareTo(CallWindow.LONGEST_PAUSE) > 0) ? CallWindow.LONGEST_PAUSE : pause);
	}

	private KaspiRateLimitException noneLeft(Duration retryAfter) {
		return new KaspiRateLimitException(
				"No call to Kaspi Pay is left within " + this.setting
						+ ", or Kaspi Pay asked for a pause; nothing was sent: try again later",
				null, null, retryAfter);
	}

}
