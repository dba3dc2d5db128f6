/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.figures;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.LongStream;

import com.sun.management.ThreadMXBean;

/**
 * What something took this process, for each time it was done.
 *
 * @param seconds the time
 * @param cpu the CPU seconds, of all threads of Java
 * @param bytes what was allocated, by the same
 */
public record Cost(double seconds, double cpu, double bytes) {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static volatile long result;

	/**
	 * Has several sides do the same in turns, each turn in another order.
	 * @param sides what each side does, as often as it is told; what it returns is looked
	 * at, so that it is not left out
	 * @param times how often a side does it in one turn
	 * @param warmUp how many turns are not measured
	 * @param turns how many are
	 * @return the turns of each side
	 */
	public static List<List<Cost>> inTurns(List<IntToLongFunction> sides, int times, int warmUp, int turns) {
		List<List<Cost>> costs = sides.stream().map((side) -> (List<Cost>) new ArrayList<Cost>()).toList();
		for (int turn = 0; turn < warmUp + turns; turn++) {
			for (int i = 0; i < sides.size(); i++) {
				int which = (turn + i) % sides.size();
				Cost cost = of(sides.get(which), times);
				if (turn >= warmUp) {
					costs.get(which).add(cost);
				}
			}
		}
		return costs;
	}

	/**
	 * Has one side do it.
	 * @param side what it does, as often as it is told; what it returns is looked at
	 * @param times how often it does it
	 * @return what it took
	 */
	public static Cost of(IntToLongFunction side, int times) {
		long bytes = allocated();
		long cpu = cpuNanos();
		long start = System.nanoTime();
		result = side.applyAsLong(times);
		long end = System.nanoTime();
		double count = times;
		return new Cost((end - start) / 1e9 / count, (cpuNanos() - cpu) / 1e9 / count, (allocated() - bytes) / count);
	}

	private static long allocated() {
		return sum(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()));
	}

	private static long cpuNanos() {
		return sum(THREADS.getThreadCpuTime(THREADS.getAllThreadIds()));
	}

	private static long sum(long[] threads) {
		return LongStream.of(threads).filter((each) -> each > 0).sum();
	}

}
