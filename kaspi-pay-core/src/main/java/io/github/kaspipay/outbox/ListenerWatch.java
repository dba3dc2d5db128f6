/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import io.github.kaspipay.event.KaspiOrderEvent;
import org.jspecify.annotations.Nullable;

/**
 * Watches one delivery: interrupts its thread when the listeners have taken too long, and
 * remembers which one was at work. Thread-safe.
 */
final class ListenerWatch {

	private final KaspiOrderEvent event;

	private final Thread thread = Thread.currentThread();

	private boolean ended;

	private boolean replaced;

	private @Nullable String overdue;

	ListenerWatch(KaspiOrderEvent event) {
		this.event = event;
	}

	KaspiOrderEvent event() {
		return this.event;
	}

	/**
	 * The time is over.
	 * @return the listener that is still at work, or {@code null} if none is
	 */
	synchronized @Nullable String interrupt() {
		if (this.ended) {
			return null;
		}
		this.overdue = ListenerName.of(this.thread.getStackTrace());
		this.thread.interrupt();
		return this.overdue;
	}

	/**
	 * The listeners returned or threw: no interrupt follows. One that came, or that they
	 * left on the thread, is cleared.
	 */
	synchronized void end() {
		this.ended = true;
		Thread.interrupted();
	}

	synchronized @Nullable String overdue() {
		return this.overdue;
	}

	synchronized boolean replaceIfStuck(DeliveryThreads threads) {
		this.replaced = !this.ended && threads.replaceStuck();
		return this.replaced;
	}

	synchronized boolean wasReplaced() {
		return this.replaced;
	}

}
