package io.github.kaspipay.test;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that goes up with every change of the simulator's state, so that those who
 * watch it need not read all of it.
 */
final class StateVersion {

	private final AtomicLong number = new AtomicLong(1);

	void increment() {
		this.number.incrementAndGet();
	}

	long current() {
		return this.number.get();
	}

}
