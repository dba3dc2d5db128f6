/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.kaspipay.event.KaspiOrderEvent;

/**
 * Keeps events, and lets threads wait for more.
 */
final class EventLog {

	private final List<KaspiOrderEvent> events = new ArrayList<>();

	synchronized void add(KaspiOrderEvent event) {
		this.events.add(event);
		notifyAll();
	}

	synchronized List<KaspiOrderEvent> events() {
		return List.copyOf(this.events);
	}

	synchronized void clear() {
		this.events.clear();
	}

	synchronized <T> Optional<T> await(Supplier<Optional<T>> search, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		try {
			while (true) {
				Optional<T> found = search.get();
				long left = deadline - System.nanoTime();
				if (found.isPresent() || left <= 0) {
					return found;
				}
				TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

}
