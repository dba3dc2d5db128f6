/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.startup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

import io.github.kaspipay.benchmarks.figures.ClassPath;

/**
 * Starts a minimal web application with Spring's RestClient module, with and without the
 * starter, in turns, each in a JVM of its own.
 */
public final class StartUpApplication {

	/**
	 * What the starter brings along.
	 */
	private static final String STARTER = "/kaspi-pay-[^/]*(/|\\.jar)|/zxing/|httpcore5";

	/**
	 * What only other measurements need.
	 */
	private static final String OTHERS = "/test-classes|micrometer-core|bucket4j|stripe|gson|/jmh|"
			+ "junit|assertj|surefire";

	private StartUpApplication() {
	}

	/**
	 * Measures, and prints what the starter adds.
	 * @param args how many pairs there are after a warm-up, 16 if left out
	 * @throws IOException if no JVM can be started
	 */
	public static void main(String[] args) throws IOException {
		int pairs = (args.length > 0) ? Integer.parseInt(args[0]) : 16;
		List<Start> with = new ArrayList<>();
		List<Start> without = new ArrayList<>();
		for (int i = -1; i < pairs; i++) {
			Start first = start(true);
			Start second = start(false);
			if (i >= 0) {
				with.add(first);
				without.add(second);
			}
		}
		System.out.println(compare("ms to be ready", with, without, Start::milliseconds));
		System.out.println(compare("ms of CPU", with, without, Start::cpuMilliseconds));
		System.out.println(compare("KB of heap", with, without, Start::heapKilobytes));
		System.out.println(compare("classes", with, without, Start::classes));
	}

	private static Start start(boolean withStarter) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(System.getProperty("java.home") + "/bin/java", "-cp", classPath(withStarter),
						MinimalApplication.class.getName(), "--server.port=0", "--spring.main.banner-mode=off"));
		if (withStarter) {
			command.addAll(List.of("--kaspi.pay.client-id=demo", "--kaspi.pay.client-secret=demo-secret",
					"--kaspi.pay.merchant-id=MERCHANT123", "--kaspi.pay.webhook.secret=demo-webhook-secret",
					"--kaspi.pay.callback-url=https://shop.example/webhook/kaspi",
					"--kaspi.pay.return-url=https://shop.example/return"));
		}
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		return Start.parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
	}

	private static String classPath(boolean withStarter) {
		return withStarter ? ClassPath.without(ClassPath.DATABASE, ClassPath.REDIS, OTHERS)
				: ClassPath.without(ClassPath.DATABASE, ClassPath.REDIS, OTHERS, STARTER);
	}

	private static String compare(String what, List<Start> with, List<Start> without, ToLongFunction<Start> figure) {
		List<Long> added = new ArrayList<>();
		for (int i = 0; i < with.size(); i++) {
			added.add(figure.applyAsLong(with.get(i)) - figure.applyAsLong(without.get(i)));
		}
		long[] plain = without.stream().mapToLong(figure).sorted().toArray();
		added.sort(null);
		return String.format(Locale.ROOT, "%+d (%+d to %+d) %s beside %d", added.get(added.size() / 2),
				added.get(added.size() / 4), added.get(added.size() * 3 / 4), what, plain[plain.length / 2]);
	}

}
