/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.figures;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Figures of two sides that were measured in turns.
 */
public final class Turns {

	private Turns() {
	}

	public static <T> double median(List<T> turns, ToDoubleFunction<T> figure) {
		return turns.stream().mapToDouble(figure).sorted().toArray()[turns.size() / 2];
	}

	/**
	 * Says how the turns of one side compare with those of the other, each with its
	 * neighbour.
	 * @return the median ratio, and a quarter of them on either side of it
	 */
	public static <T> String ratio(List<T> some, List<T> others, ToDoubleFunction<T> figure) {
		double[] ratios = IntStream.range(0, some.size())
			.mapToDouble((i) -> figure.applyAsDouble(some.get(i)) / figure.applyAsDouble(others.get(i)))
			.sorted()
			.toArray();
		return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", ratios[ratios.length / 2], ratios[ratios.length / 4],
				ratios[ratios.length * 3 / 4]);
	}

}
