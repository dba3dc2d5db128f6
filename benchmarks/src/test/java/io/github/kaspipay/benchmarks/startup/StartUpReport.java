/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.startup;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures the start. Not part of the build: named on the command line only.
 */
class StartUpReport {

	@Test
	void run() throws IOException {
		StartUpApplication.main(new String[0]);
	}

}
