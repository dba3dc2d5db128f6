/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.speed;

import org.junit.jupiter.api.Test;

/**
 * Measures signatures. Not part of the build: named on the command line only.
 */
class SignatureReport {

	@Test
	void run() {
		SignatureApplication.main(new String[0]);
	}

}
