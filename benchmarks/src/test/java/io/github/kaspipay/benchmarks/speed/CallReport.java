/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.speed;

import org.junit.jupiter.api.Test;

/**
 * Measures tokens and permits. Not part of the build: named on the command line only.
 */
class CallReport {

	@Test
	void run() {
		CallApplication.main(new String[0]);
	}

}
