/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures what more webhooks than an application can take do to it. Not part of the
 * build: named on the command line only.
 */
class OverloadReport {

	@Test
	void run() throws IOException {
		OverloadApplication.main(new String[0]);
	}

}
