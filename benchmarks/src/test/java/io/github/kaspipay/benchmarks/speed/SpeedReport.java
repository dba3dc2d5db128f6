/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.speed;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks. Not part of the build: named on the command line only.
 */
class SpeedReport {

	@Test
	void run() throws RunnerException {
		new Runner(new OptionsBuilder().include("io.github.kaspipay.benchmarks.speed")
			.forks(2)
			.warmupIterations(5)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(10)
			.measurementTime(TimeValue.seconds(1))
			.output("target/speed.txt")
			.build()).run();
	}

}
