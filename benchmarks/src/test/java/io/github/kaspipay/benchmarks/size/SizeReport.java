/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.size;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures how the work grows with the tables. Not part of the build: named on the
 * command line only.
 */
class SizeReport {

	@Test
	void run() throws IOException {
		SizeApplication.main(new String[0]);
	}

}
