/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The time by which the call on this thread must be over, whatever it is made of.
 */
final class CallDeadline {

	private static final ThreadLocal<@Nullable CallDeadline> current = new ThreadLocal<>();

	private final long endNanos;

	private CallDeadline(Duration timeout) {
		this.endNanos = System.nanoTime() + timeout.toNanos();
	}

	/**
	 * Runs a call under a deadline; a call inside another one keeps the outer deadline.
	 */
	static <T> T within(Duration timeout, Supplier<T> call) {
		if (current.get() != null) {
			return call.get();
		}
		current.set(new CallDeadline(timeout));
		try {
			return call.get();
		}
		finally {
			current.remove();
		}
	}

	static Duration remaining() {
		CallDeadline deadline = current.get();
		if (deadline == null) {
			throw new IllegalStateException("No call is under way on this thread");
		}
		return Duration.ofNanos(Math.max(0, deadline.endNanos - System.nanoTime()));
	}

}
