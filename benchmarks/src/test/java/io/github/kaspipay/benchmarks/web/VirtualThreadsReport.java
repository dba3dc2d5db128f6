/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures webhooks on virtual threads. Not part of the build: named on the command line
 * only.
 */
class VirtualThreadsReport {

	@Test
	void run() throws IOException {
		VirtualThreadsApplication.main(new String[0]);
	}

}
