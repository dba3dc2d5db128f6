/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures deliveries from a backlog. Not part of the build: named on the command line
 * only.
 */
class BacklogReport {

	@Test
	void run() throws IOException {
		BacklogApplication.main(new String[0]);
	}

}
