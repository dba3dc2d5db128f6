/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * More and more paid webhooks over HTTP, the ledger in PostgreSQL with fsync on, until
 * they are more than the application can take, then few again; and few while something
 * else holds all connections of the pool.
 */
public final class OverloadApplication {

	private static final List<Integer> RATES = List.of(500, 1000, 2000, 3000, 4000, 6000, 500);

	private static final int WARM_UP = 4000;

	private static final Duration TAKEN = Duration.ofSeconds(40);

	private final Server server;

	private final Arrivals arrivals;

	private int orders;

	private OverloadApplication(Server server) {
		this.server = server;
		this.arrivals = new Arrivals(server);
	}

	/**
	 * Measures, and prints what became of the webhooks.
	 * @param args how many seconds each rate lasts, 2 if left out; then settings of the
	 * application and, with one dash, options of its JVM
	 * @throws IOException if the application or PostgreSQL cannot be started
	 */
	public static void main(String[] args) throws IOException {
		int seconds = (args.length > 0) ? Integer.parseInt(args[0]) : 2;
		List<String> options = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
		List<String> settings = options.stream().filter((option) -> option.startsWith("--")).toList();
		List<String> jvm = options.stream().filter((option) -> !option.startsWith("--")).toList();
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
				Server server = Server.withDatabase(postgres.getJdbcUrl("postgres", "postgres"), jvm, settings,
						new File("target/overload.log"))) {
			OverloadApplication application = new OverloadApplication(server);
			application.open(WARM_UP);
			application.send(400, WARM_UP);
			for (int rate : RATES) {
				application.open(rate * seconds);
				System.out
					.println(application.send(rate, rate * seconds) + "; heap " + server.heap() / 1_000_000 + " MB");
			}
			application.open(20 * (int) TAKEN.toSeconds());
			server.takeConnections(TAKEN);
			LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
			System.out
				.println("No connection for " + TAKEN + ": " + application.send(20, 20 * (int) TAKEN.toSeconds()));
			application.open(100 * seconds);
			System.out.println("Afterwards: " + application.send(100, 100 * seconds));
			application.arrivals.close();
		}
	}

	private void open(int count) throws IOException {
		this.server.open(this.orders, count);
	}

	private Arrivals.Outcome send(int rate, int count) {
		int first = this.orders;
		this.orders += count;
		return this.arrivals.send(rate, count, (number) -> SignedWebhooks.request("/webhook/kaspi", first + number, 0));
	}

}
