/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures payments. Not part of the build: named on the command line only.
 */
class PaymentsReport {

	@Test
	void run() throws IOException {
		PaymentsApplication.main(new String[0]);
	}

}
