/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Finds the deliveries that take too long. One timer serves all of them, since a timer
 * each would wake a thread for every event: all have the same time, so the one that began
 * first is overdue first. Thread-safe.
 */
final class DeliveryTimer {

	private final DeliveryThreads threads;

	private final Duration timeout;

	private final Consumer<ListenerWatch> overdue;

	private final LongSupplier nanoTime;

	/**
	 * When each delivery under way began, the first one first.
	 */
	private final Map<ListenerWatch, Long> running = new LinkedHashMap<>();

	private @Nullable Future<?> timer;

	/**
	 * Creates it.
	 * @param threads run the timer
	 * @param timeout what a delivery may take
	 * @param overdue is told of one that takes longer, once
	 * @param nanoTime the time, as by {@link System#nanoTime()}
	 */
	DeliveryTimer(DeliveryThreads threads, Duration timeout, Consumer<ListenerWatch> overdue, LongSupplier nanoTime) {
		this.threads = threads;
		this.timeout = timeout;
		this.overdue = overdue;
		this.nanoTime = nanoTime;
	}

	synchronized void begin(ListenerWatch watch) {
		if (this.timer == null || this.timer.isDone()) {
			this.timer = this.threads.after(this.timeout, this::look);
		}
		this.running.put(watch, this.nanoTime.getAsLong());
	}

	synchronized void end(ListenerWatch watch) {
		this.running.remove(watch);
	}

	private void look() {
		takeOverdue().forEach(this.overdue);
	}

	private synchronized List<ListenerWatch> takeOverdue() {
		this.timer = null;
		List<ListenerWatch> overdue = new ArrayList<>();
		long now = this.nanoTime.getAsLong();
		Iterator<Map.Entry<ListenerWatch, Long>> oldestFirst = this.running.entrySet().iterator();
		while (oldestFirst.hasNext() && this.timer == null) {
			Map.Entry<ListenerWatch, Long> next = oldestFirst.next();
			long left = this.timeout.toNanos() - (now - next.getValue());
			if (left > 0) {
				this.timer = this.threads.after(Duration.ofNanos(left), this::look);
			}
			else {
				oldestFirst.remove();
				overdue.add(next.getKey());
			}
		}
		return overdue;
	}

}
