package io.github.kaspipay.simulator.journal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that goes up with every change of the simulator's state, so that those who
 * watch it need not read all of it.
 */
public final class StateVersion {

	private final AtomicLong number = new AtomicLong(1);

	public void increment() {
		this.number.incrementAndGet();
	}

	public long current() {
		return this.number.get();
	}

}
