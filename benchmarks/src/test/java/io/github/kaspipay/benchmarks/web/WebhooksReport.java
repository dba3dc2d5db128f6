/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures webhooks over HTTP. Not part of the build: named on the command line only.
 */
class WebhooksReport {

	@Test
	void run() throws IOException {
		WebhooksApplication.main(new String[0]);
	}

}
