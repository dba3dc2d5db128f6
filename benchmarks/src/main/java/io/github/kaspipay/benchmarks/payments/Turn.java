/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import com.sun.management.OperatingSystemMXBean;

import static io.github.kaspipay.benchmarks.figures.Turns.median;
import static io.github.kaspipay.benchmarks.figures.Turns.ratio;

/**
 * What one turn of a side took, for each payment.
 *
 * @param seconds from the first webhook to the last event
 * @param application the CPU seconds of this process
 * @param database the CPU seconds of PostgreSQL
 */
record Turn(double seconds, double application, double database) {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	static Turn measure(int payments, ProcessHandle postgres, Runnable work) {
		long start = System.nanoTime();
		long application = SYSTEM.getProcessCpuTime();
		double database = cpu(postgres);
		work.run();
		return new Turn((System.nanoTime() - start) / 1e9 / payments,
				(SYSTEM.getProcessCpuTime() - application) / 1e9 / payments, (cpu(postgres) - database) / payments);
	}

	private static double cpu(ProcessHandle postgres) {
		return postgres.descendants()
			.mapToLong((process) -> process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
			.sum() / 1e3;
	}

	/**
	 * Says how the turns of one side compare with those of the other.
	 */
	static String compare(String name, List<Turn> ours, List<Turn> theirs) {
		return String.format(Locale.ROOT,
				"%s: %.0f/s beside %.0f/s, throughput %s; application %.0f µs of CPU, %s; PostgreSQL %.0f µs, %s", name,
				1 / median(ours, Turn::seconds), 1 / median(theirs, Turn::seconds), ratio(theirs, ours, Turn::seconds),
				1e6 * median(ours, Turn::application), ratio(ours, theirs, Turn::application),
				1e6 * median(ours, Turn::database), ratio(ours, theirs, Turn::database));
	}

}
