/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.speed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

import io.github.kaspipay.benchmarks.figures.Cost;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.token.CachingKaspiTokenProvider;
import io.github.kaspipay.token.KaspiAccessToken;
import org.jspecify.annotations.Nullable;

import static io.github.kaspipay.benchmarks.figures.Turns.median;
import static io.github.kaspipay.benchmarks.figures.Turns.ratio;

/**
 * What a call needs before it is sent, the token that is there and a permit, beside a
 * volatile read with a look at the time, and a lock with a count, in turns.
 */
public final class CallApplication {

	private static final int PERMITS = 100_000;

	private static final int WARM_UP = 40;

	private final CachingKaspiTokenProvider tokens = new CachingKaspiTokenProvider(
			() -> new KaspiAccessToken("token", Instant.now().plus(Duration.ofHours(1))), Duration.ofMinutes(5),
			Duration.ofSeconds(5), Clock.systemUTC(), Runnable::run);

	private final CallBudget budget = new CallBudget(
			new LocalCallWindow(new CallLimit(PERMITS, 0, Duration.ofMillis(1))), Duration.ofSeconds(5));

	private final Lock lock = new ReentrantLock();

	private volatile @Nullable String value = "token";

	private long count;

	private CallApplication() {
	}

	/**
	 * Measures, and prints ratios.
	 * @param args how many turns each side has after warming up, 200 if left out
	 */
	public static void main(String[] args) {
		int turns = (args.length > 0) ? Integer.parseInt(args[0]) : 200;
		CallApplication calls = new CallApplication();
		System.out.println(compare("a token, 1 thread", List.of(calls::token, calls::tokenFloor), 500_000, turns));
		System.out.println(compare("a permit, 1 thread", List.of(calls::permit, calls::permitFloor), 50_000, turns));
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			System.out.println(compare("a token, 4 threads",
					inParallel(threads, List.of(calls::token, calls::tokenFloor)), 500_000, turns));
			System.out.println(compare("a permit, 4 threads",
					inParallel(threads, List.of(calls::permit, calls::permitFloor)), 5_000, turns));
		}
		finally {
			threads.shutdown();
		}
	}

	private static String compare(String name, List<IntToLongFunction> sides, int times, int turns) {
		List<List<Cost>> costs = Cost.inTurns(sides, times, WARM_UP, turns);
		return String.format(Locale.ROOT, "%s: %.1f ns beside %.1f ns, %s; allocated %.0f B", name,
				1e9 * median(costs.get(0), Cost::seconds), 1e9 * median(costs.get(1), Cost::seconds),
				ratio(costs.get(0), costs.get(1), Cost::seconds), median(costs.get(0), Cost::bytes));
	}

	private static List<IntToLongFunction> inParallel(ExecutorService threads, List<IntToLongFunction> sides) {
		return sides.stream()
			.map((side) -> (IntToLongFunction) (times) -> sum(
					Stream.generate(() -> threads.submit(() -> side.applyAsLong(times))).limit(4).toList()))
			.toList();
	}

	private static long sum(List<Future<Long>> running) {
		try {
			long sum = 0;
			for (Future<Long> each : running) {
				sum += each.get();
			}
			return sum;
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private long token(int times) {
		long length = 0;
		for (int i = 0; i < times; i++) {
			length += this.tokens.getToken().value().length();
		}
		return length;
	}

	private long tokenFloor(int times) {
		long length = 0;
		for (int i = 0; i < times; i++) {
			String token = this.value;
			length += (token != null && System.nanoTime() != 0) ? token.length() : 0;
		}
		return length;
	}

	private long permit(int times) {
		for (int i = 0; i < times; i++) {
			this.budget.acquire(Duration.ofSeconds(5));
		}
		return times;
	}

	/**
	 * With {@code synchronized} the compiler takes the lock once for several rounds.
	 */
	private long permitFloor(int times) {
		long sum = 0;
		for (int i = 0; i < times; i++) {
			this.lock.lock();
			try {
				sum += ++this.count;
			}
			finally {
				this.lock.unlock();
			}
		}
		return sum;
	}

}
