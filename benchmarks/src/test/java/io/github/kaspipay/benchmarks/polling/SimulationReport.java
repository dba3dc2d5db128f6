/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.github.kaspipay.benchmarks.polling.Simulation.Result;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.Test;

/**
 * Writes the tables of the README into {@code target}. Not part of the build: named on
 * the command line only.
 */
class SimulationReport {

	private static final Duration DURATION = Duration.ofHours(6);

	private static final int BURST = Scenario.CALLS / 10;

	private static final double[] LOSSES = { 0.01, 0.1, 1 };

	@Test
	void plans() throws IOException {
		Map<String, Plan> plans = new LinkedHashMap<>();
		plans.put("starter", Plans.starter());
		plans.put("naive", Plans.naive());
		plans.put("informed", Plans.informed());
		plans.put("clairvoyant", Plans.clairvoyant());
		for (int backlog : new int[] { 10_000, 0 }) {
			List<String> table = new ArrayList<>();
			table.add("| Webhooks lost | Orders/min | Plan | p50 | p95 | max | Backlog p50 | p95 | Not found "
					+ "| Questions/min | Calls/min | Most in 60 s | Rejected | Wait p99 |");
			table.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
			for (double loss : LOSSES) {
				for (int arrivals : new int[] { 20, 50, 90 }) {
					Scenario scenario = new Scenario(backlog, arrivals, loss, DURATION, BURST);
					plans.forEach((name, plan) -> table.add(row(scenario, name, Simulation.run(scenario, plan))));
				}
			}
			write("plans-" + backlog + ".md", table);
		}
	}

	@Test
	void budgets() throws IOException {
		Map<String, Function<MutableClock, CallWindow>> windows = new LinkedHashMap<>();
		windows.put("sliding log", (clock) -> log(BURST, clock));
		windows.put("token bucket, 20 at once", (clock) -> new TokenBucketWindow(20, clock));
		windows.put("token bucket, 6 at once", (clock) -> new TokenBucketWindow(6, clock));
		List<String> table = new ArrayList<>();
		table.add("| Orders/min | Budget | Users' calls/min | Questions/min | Calls/min | Most in 60 s "
				+ "| Wait p50 | p99 | Rejected |");
		table.add("|---|---|---|---|---|---|---|---|---|");
		for (int arrivals : new int[] { 20, 50, 75, 90 }) {
			Scenario scenario = new Scenario(1000, arrivals, 0.1, DURATION, BURST);
			windows.forEach((name, window) -> table
				.add(budgetRow(arrivals, name, Simulation.run(scenario, Plans.starter(), window))));
		}
		write("budgets.md", table);
	}

	@Test
	void reserves() throws IOException {
		List<String> table = new ArrayList<>();
		table.add("| Orders/min | `burst` | Questions/min | Wait p50 | p99 | Rejected | Found after p50 | p95 |");
		table.add("|---|---|---|---|---|---|---|---|");
		for (int arrivals : new int[] { 20, 50, 75, 90 }) {
			for (int burst : new int[] { 5, 10, 20, 30 }) {
				Result result = Simulation.run(new Scenario(0, arrivals, 0.1, DURATION, burst), Plans.starter());
				table.add(String.format(Locale.ROOT, "| %d | %d | %.1f | %s | %s | %s | %s | %s |", arrivals, burst,
						result.perMinute(result.window().questions()), wait(result, 50), wait(result, 99),
						rejected(result), text(result.delays().percentile(50)), text(result.delays().percentile(95))));
			}
		}
		write("reserves.md", table);
	}

	private static LocalCallWindow log(int burst, MutableClock clock) {
		return new LocalCallWindow(CallLimit.perMinute(Scenario.CALLS, burst, Scenario.TRANSIT), clock::nanoTime);
	}

	private static String row(Scenario scenario, String plan, Result result) {
		String backlog = (scenario.backlog() == 0) ? "| |" : "| " + text(result.backlogDelays().percentile(50)) + " | "
				+ text(result.backlogDelays().percentile(95));
		return String.format(Locale.ROOT, "| %.0f %% | %.0f | %s | %s | %s | %s %s | %d | %.1f | %.1f | %d | %s | %s |",
				scenario.webhookLoss() * 100, scenario.arrivalsPerMinute(), plan, text(result.delays().percentile(50)),
				text(result.delays().percentile(95)), text(result.delays().percentile(100)), backlog, result.notFound(),
				result.perMinute(result.window().questions()), result.perMinute(result.window().calls()),
				result.window().mostInAnyMinute(), rejected(result), wait(result, 99));
	}

	private static String budgetRow(int arrivals, String budget, Result result) {
		int users = result.window().calls() - result.window().questions();
		return String.format(Locale.ROOT, "| %d | %s | %.1f | %.1f | %.1f | %d | %s | %s | %s |", arrivals, budget,
				result.perMinute(users), result.perMinute(result.window().questions()),
				result.perMinute(result.window().calls()), result.window().mostInAnyMinute(), wait(result, 50),
				wait(result, 99), rejected(result));
	}

	private static String wait(Result result, double percent) {
		return String.format(Locale.ROOT, "%.1f s", result.waits().percentile(percent).toMillis() / 1000.0);
	}

	private static String rejected(Result result) {
		int users = result.window().calls() - result.window().questions() + result.rejected();
		return String.format(Locale.ROOT, "%d (%.1f %%)", result.rejected(), 100.0 * result.rejected() / users);
	}

	private static String text(Duration duration) {
		long seconds = duration.toSeconds();
		return (seconds < 600) ? seconds + " s" : seconds / 60 + " min";
	}

	private static void write(String name, List<String> lines) throws IOException {
		Path file = Path.of("target", name);
		Files.write(file, lines);
		System.out.println(file.toAbsolutePath());
		lines.forEach(System.out::println);
	}

}
