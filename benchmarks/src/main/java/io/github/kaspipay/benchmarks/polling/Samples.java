/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measured times.
 */
final class Samples {

	private final List<Duration> values = new ArrayList<>();

	void add(Duration value) {
		this.values.add(value);
	}

	/**
	 * Returns the value that so many in a hundred do not exceed.
	 */
	Duration percentile(double percent) {
		if (this.values.isEmpty()) {
			return Duration.ZERO;
		}
		int rank = (int) Math.ceil(percent / 100 * this.values.size());
		return this.values.stream().sorted().skip(Math.max(0, rank - 1)).findFirst().orElseThrow();
	}

}
