/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.startup;

/**
 * What a start took.
 *
 * @param milliseconds from the start of the JVM until the application is ready
 * @param cpuMilliseconds the CPU time of the process until then
 * @param heapKilobytes what the heap holds after a garbage collection
 * @param classes how many classes are loaded
 */
record Start(long milliseconds, long cpuMilliseconds, long heapKilobytes, long classes) {

	private static final String PREFIX = "started ";

	static String format(long milliseconds, long cpuMilliseconds, long heapKilobytes, long classes) {
		return PREFIX + milliseconds + " " + cpuMilliseconds + " " + heapKilobytes + " " + classes;
	}

	static Start parse(String output) {
		String[] figures = output.lines()
			.filter((line) -> line.startsWith(PREFIX))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(output))
			.substring(PREFIX.length())
			.split(" ");
		return new Start(Long.parseLong(figures[0]), Long.parseLong(figures[1]), Long.parseLong(figures[2]),
				Long.parseLong(figures[3]));
	}

}
