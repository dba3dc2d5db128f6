/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.redis;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/**
 * Measures permits from Redis. Not part of the build: named on the command line only.
 */
class RedisPermitReport {

	@Test
	void run() throws IOException {
		RedisPermitApplication.main(new String[0]);
	}

}
