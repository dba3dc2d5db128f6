/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import static io.github.kaspipay.benchmarks.figures.Turns.median;
import static io.github.kaspipay.benchmarks.figures.Turns.ratio;

/**
 * Paid webhooks over HTTP, the ledger in memory, beside an endpoint of the same
 * application that reads the body and does nothing, in turns.
 */
public final class WebhooksApplication {

	private static final int CONNECTIONS = 12;

	private static final int REQUESTS = 4000;

	private static final int WARM_UP = 60;

	private WebhooksApplication() {
	}

	/**
	 * Measures, and prints ratios.
	 * @param args how many turns each side has after warming up, 20 if left out; then
	 * settings of the application and, with a dash, options of its JVM
	 * @throws IOException if the application cannot be started
	 */
	public static void main(String[] args) throws IOException {
		int turns = (args.length > 0) ? Integer.parseInt(args[0]) : 20;
		List<String> options = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
		List<String> settings = options.stream().filter((option) -> option.startsWith("--")).toList();
		List<String> jvm = options.stream().filter((option) -> !option.startsWith("--")).toList();
		try (Server server = new Server(jvm, settings, new File("target/webhooks.log"))) {
			List<Connection> connections = server.connections(CONNECTIONS);
			System.out.println(compare(server, connections, turns, 0));
			System.out.println(compare(server, connections, turns / 2, 3800));
			for (Connection connection : connections) {
				connection.close();
			}
		}
	}

	private static String compare(Server server, List<Connection> connections, int turns, int padding)
			throws IOException {
		List<Load> webhooks = new ArrayList<>();
		List<Load> empty = new ArrayList<>();
		int first = 100_000_000 * (1 + padding % 7);
		for (int turn = 0; turn < WARM_UP + turns; turn++) {
			first += REQUESTS;
			server.open(first, REQUESTS);
			Load one = (turn % 2 == 0) ? send("/webhook/kaspi", first, padding, connections, server) : null;
			Load other = send("/empty", first, padding, connections, server);
			one = (one != null) ? one : send("/webhook/kaspi", first, padding, connections, server);
			if (turn >= WARM_UP) {
				webhooks.add(one);
				empty.add(other);
			}
		}
		return String.format(Locale.ROOT,
				"%d B: %.0f/s beside %.0f/s, throughput %s; CPU %.0f µs, %s; allocated %.0f B beside %.0f B; "
						+ "p99 %.1f ms, %s",
				SignedWebhooks.body(first, padding).length, 1 / median(webhooks, Load::seconds),
				1 / median(empty, Load::seconds), ratio(empty, webhooks, Load::seconds),
				1e6 * median(webhooks, Load::cpu), ratio(webhooks, empty, Load::cpu), median(webhooks, Load::bytes),
				median(empty, Load::bytes), 1e3 * median(webhooks, Load::p99), ratio(webhooks, empty, Load::p99));
	}

	private static Load send(String path, int first, int padding, List<Connection> connections, Server server)
			throws IOException {
		return Load.send(IntStream.range(first, first + REQUESTS)
			.mapToObj((number) -> SignedWebhooks.request(path, number, padding))
			.toList(), connections, server);
	}

}
