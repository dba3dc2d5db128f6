/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.create;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures creations. Not part of the build: named on the command line only.
 */
class CreateReport {

	@Test
	void run() throws IOException {
		CreateApplication.main(new String[0]);
	}

}
