/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.size;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures how the work grows with the tables. Not part of the build: named on the
 * command line only, {@code -Dsize.orders=5000000} for more of them.
 */
class SizeReport {

	@Test
	void run() throws IOException {
		SizeApplication.main(new String[] { System.getProperty("size.orders", "1000000") });
	}

}
