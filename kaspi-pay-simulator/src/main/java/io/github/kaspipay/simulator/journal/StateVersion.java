/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.journal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that goes up with every change of the simulator's state, so that those who
 * watch it need not read all of it.
 * <p>
 * Internal to the simulator.
 */
public final class StateVersion {

	private final AtomicLong number = new AtomicLong(1);

	/**
	 * Counts a change.
	 */
	public void increment() {
		this.number.incrementAndGet();
	}

	/**
	 * Returns the present number.
	 * @return the number
	 */
	public long current() {
		return this.number.get();
	}

}
