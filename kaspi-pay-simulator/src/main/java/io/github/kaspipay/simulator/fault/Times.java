/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.fault;

import java.util.Locale;

/**
 * How often a fault happens.
 */
final class Times {

	private Times() {
	}

	static int check(int times) {
		if (times < 1) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "A fault must happen at least once, not %s times", times));
		}
		return times;
	}

}
