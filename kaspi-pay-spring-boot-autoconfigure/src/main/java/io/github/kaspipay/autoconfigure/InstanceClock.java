/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.time.Clock;

/**
 * The clock this instance goes by: the one with {@link KaspiPayClock}, or else the
 * system's. Internal: for the packages of this starter only.
 */
public class InstanceClock {

	private final Clock value;

	InstanceClock(Clock value) {
		this.value = value;
	}

	/**
	 * Returns the clock.
	 * @return the clock
	 */
	public Clock value() {
		return this.value;
	}

}
