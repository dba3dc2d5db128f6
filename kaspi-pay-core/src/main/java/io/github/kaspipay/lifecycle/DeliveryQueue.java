/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.lifecycle;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Deliveries that wait for a thread. Waking one costs more than a quick delivery, so a
 * thread that is done stays for a moment and takes what comes meanwhile, without being
 * woken for each. What comes to a thread at rest, or while all others are at work, is
 * handed over at once. Thread-safe.
 */
final class DeliveryQueue {

	private static final Duration STAY = Duration.ofNanos(500_000);

	private final Executor threads;

	private final Runnable stay;

	private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

	/**
	 * Whether a thread stays; one is enough.
	 */
	private final AtomicBoolean staying = new AtomicBoolean();

	DeliveryQueue(Executor threads) {
		this(threads, () -> LockSupport.parkNanos(STAY.toNanos()));
	}

	DeliveryQueue(Executor threads, Runnable stay) {
		this.threads = threads;
		this.stay = stay;
	}

	/**
	 * Runs a delivery soon.
	 * @throws RejectedExecutionException if the threads have stopped
	 */
	void execute(Runnable delivery) {
		this.waiting.add(delivery);
		if (this.staying.get()) {
			return;
		}
		try {
			this.threads.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			if (this.waiting.remove(delivery)) {
				throw ex;
			}
		}
	}

	private void run() {
		while (runWaiting() && this.staying.compareAndSet(false, true)) {
			this.stay.run();
			this.staying.set(false);
		}
	}

	private boolean runWaiting() {
		Runnable delivery = this.waiting.poll();
		boolean any = delivery != null;
		if (!this.waiting.isEmpty()) {
			callAnother();
		}
		while (delivery != null) {
			delivery.run();
			// what interrupted this one is not meant for the next
			Thread.interrupted();
			delivery = this.waiting.poll();
		}
		return any;
	}

	/**
	 * What is next may be slow.
	 */
	private void callAnother() {
		try {
			this.threads.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			// they stop: this one does the rest
		}
	}

}
