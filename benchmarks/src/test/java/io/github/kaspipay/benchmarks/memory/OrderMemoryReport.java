/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.memory;

import org.junit.jupiter.api.Test;

/**
 * Measures the ledger in memory. Not part of the build: named on the command line only.
 */
class OrderMemoryReport {

	@Test
	void run() {
		OrderMemoryApplication.main(new String[0]);
	}

}
