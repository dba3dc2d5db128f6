/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.size;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures what transitions leave in the tables. Not part of the build: named on the
 * command line only.
 */
class BloatReport {

	@Test
	void run() throws IOException {
		BloatApplication.main(new String[0]);
	}

}
