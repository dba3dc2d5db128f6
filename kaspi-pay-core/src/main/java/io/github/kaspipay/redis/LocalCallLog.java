/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The latest calls of this instance, and which of them Redis knows. Not thread-safe.
 */
final class LocalCallLog {

	private final String instance;

	private final long window;

	private final Deque<LocalCall> calls = new ArrayDeque<>();

	private long numbers;

	private long reportedThrough;

	LocalCallLog(String instance, Duration window) {
		this.instance = instance;
		this.window = window.toNanos();
	}

	/**
	 * Returns the number of a call that may be made. None is given twice, so that a call
	 * counts once even if it is reported to Redis twice.
	 */
	long nextNumber() {
		return ++this.numbers;
	}

	String name(long number) {
		return this.instance + ":" + number;
	}

	void made(long number, long now) {
		this.calls.addLast(new LocalCall(number, now));
	}

	List<LocalCall> unreported(long now) {
		while (!this.calls.isEmpty() && now - this.calls.getFirst().at() >= this.window) {
			this.calls.removeFirst();
		}
		if (this.calls.isEmpty() || this.calls.getLast().number() <= this.reportedThrough) {
			return List.of();
		}
		return this.calls.stream().filter((call) -> call.number() > this.reportedThrough).toList();
	}

	void reportedThrough(long number) {
		this.reportedThrough = number;
	}

	void forgotten() {
		this.reportedThrough = 0;
	}

	/**
	 * @param at when it was made, by {@link System#nanoTime()}
	 */
	record LocalCall(long number, long at) {

	}

}
