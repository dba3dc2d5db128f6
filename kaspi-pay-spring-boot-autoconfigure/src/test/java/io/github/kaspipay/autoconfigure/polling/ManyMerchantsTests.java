/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.polling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.SqlCounter;
import io.github.kaspipay.merchant.KaspiMerchants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Fifty merchants cost neither fifty threads nor fifty statements a second.
 */
class ManyMerchantsTests {

	private static final int WARM_UP = 15;

	private static final int RUNS = 25;

	@Test
	@Tag("database")
	void idleMerchantsShareTheirStatementsAndThreads() {
		SqlCounter counter = new SqlCounter(true);
		Set<Thread> others = threads();
		DatabaseRunners.postgres()
			.withPropertyValues("kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.ledger.table-prefix=many_")
			.withPropertyValues(merchants(50))
			.withBean(SqlCounter.class, () -> counter)
			.run((context) -> {
				assertThat(context.getBean(KaspiMerchants.class).names()).hasSize(51);
				context.start();
				await().until(() -> looks(counter) > 0);
				counter.reset();
				await().until(() -> looks(counter) == 3);
				List<String> statements = counter.statements("set_config");
				Set<Thread> threads = threads();
				threads.removeAll(others);
				System.out.println("In 3 idle seconds: " + statements.size() + " statements, of them 3 for due polls; "
						+ threads.size() + " threads");
				assertThat(statements).hasSizeLessThan(12);
				assertThat(threads).hasSizeLessThanOrEqualTo(6);
			});
	}

	@Test
	void oneThatHangsHoldsUpNoOther() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Map<String, AtomicInteger> polled = new ConcurrentHashMap<>();
		Map<String, Runnable> polls = new ConcurrentHashMap<>();
		for (String name : List.of("a", "b", "c", "hangs")) {
			polled.put(name, new AtomicInteger());
			polls.put(name, () -> {
				polled.get(name).incrementAndGet();
				if (name.equals("hangs")) {
					awaitQuietly(release);
				}
			});
		}
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			PollRounds rounds = new PollRounds(polls, (names) -> names, threads::execute, 2);
			await().pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
				rounds.next();
				assertThat(List.of("a", "b", "c")).allMatch((name) -> polled.get(name).get() > 3);
			});
			assertThat(polled.get("hangs")).hasValue(1);
			release.countDown();
			await().pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
				rounds.next();
				assertThat(polled.get("hangs").get()).isGreaterThan(1);
			});
		}
		finally {
			release.countDown();
			threads.shutdownNow();
		}
	}

	@Test
	void pollsNothingThatIsNotDueButOnceMore() {
		Map<String, AtomicInteger> polled = Map.of("a", new AtomicInteger(), "b", new AtomicInteger());
		List<String> due = new ArrayList<>(List.of("a"));
		PollRounds rounds = new PollRounds(
				Map.of("a", polled.get("a")::incrementAndGet, "b", polled.get("b")::incrementAndGet),
				(names) -> due.stream().filter(names::contains).toList(), Runnable::run, 2);
		rounds.next();
		due.clear();
		rounds.next();
		rounds.next();
		assertThat(polled.get("a")).hasValue(2);
		assertThat(polled.get("b")).hasValue(0);
	}

	/**
	 * Prints what a merchant costs at the start.
	 */
	@Test
	@Tag("long")
	void startsWithinTwoMillisecondsEach() {
		int[] numbers = { 0, 1, 50 };
		double[][] took = new double[numbers.length][RUNS];
		for (int run = -WARM_UP; run < RUNS; run++) {
			for (int i = 0; i < numbers.length; i++) {
				took[i][Math.max(0, run)] = start(numbers[i]);
			}
		}
		double[] medians = Arrays.stream(took)
			.mapToDouble((runs) -> Arrays.stream(runs).sorted().toArray()[RUNS / 2])
			.toArray();
		for (int i = 0; i < numbers.length; i++) {
			System.out.println(String.format(Locale.ROOT, "%d merchants: %.1f ms", numbers[i], medians[i]));
		}
		assertThat((medians[2] - medians[0]) / 50).isLessThan(2);
	}

	private static double start(int merchants) {
		long start = System.nanoTime();
		double[] took = new double[1];
		Runners.web().withPropertyValues(merchants(merchants)).run((context) -> {
			took[0] = (System.nanoTime() - start) / 1e6;
			assertThat(context).hasNotFailed();
		});
		return took[0];
	}

	private static String[] merchants(int number) {
		List<String> properties = new ArrayList<>();
		for (int i = 1; i <= number; i++) {
			String prefix = "kaspi.pay.merchants.m" + i + ".";
			properties.addAll(List.of(prefix + "merchant-id=M" + i, prefix + "client-id=client-of-" + i,
					prefix + "client-secret=Zq7-credential-" + i, prefix + "webhook.secret=whsec-9fK2-" + i));
		}
		return properties.toArray(String[]::new);
	}

	private static long looks(SqlCounter counter) {
		return counter.statements("set_config").stream().filter((sql) -> sql.contains("UNION ALL")).count();
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("kaspi-pay-background"))
			.collect(Collectors.toSet());
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
