/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.redis;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import io.github.kaspipay.benchmarks.figures.Cost;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.redis.RedisCallSettings;
import io.github.kaspipay.redis.RedisCallWindow;
import io.github.kaspipay.redis.RedisLink;

import static io.github.kaspipay.benchmarks.figures.Turns.median;
import static io.github.kaspipay.benchmarks.figures.Turns.ratio;

/**
 * Permits from Redis, beside PING on a connection of the same driver, in turns. A turn
 * takes as many permits as a minute has by default, and then waits until they are over.
 */
public final class RedisPermitApplication {

	private static final int PERMITS = 100;

	private static final int WARM_UP = 30;

	/**
	 * Calls count half a second longer, since an answer may come late.
	 */
	private static final Duration WINDOW = Duration.ofMillis(100);

	private static final Duration UNTIL_OVER = WINDOW.plusMillis(550);

	private RedisPermitApplication() {
	}

	/**
	 * Measures, and prints ratios.
	 * @param args how many turns each side has after warming up, 100 if left out
	 * @throws IOException if Redis does not start
	 */
	public static void main(String[] args) throws IOException {
		int turns = (args.length > 0) ? Integer.parseInt(args[0]) : 100;
		try (Redis redis = new Redis(); RedisLink link = new RedisLink(redis.connections())) {
			CallLimit limit = new CallLimit(PERMITS, PERMITS / 10, WINDOW);
			RedisCallWindow window = new RedisCallWindow(link,
					new RedisCallSettings(URI.create("https://api.kaspi.kz"), "client", limit, limit));
			while (!window.tryAcquire(CallPriority.USER).isAcquired()) {
				LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
			}
			measure(redis, window, turns);
		}
	}

	private static void measure(Redis redis, RedisCallWindow window, int turns) {
		List<Cost> permits = new ArrayList<>();
		List<Cost> pings = new ArrayList<>();
		List<Long> bytes = new ArrayList<>();
		for (int turn = 0; turn < WARM_UP + turns; turn++) {
			LockSupport.parkNanos(UNTIL_OVER.toNanos());
			long before = redis.received();
			Cost permit = Cost.of((times) -> permits(window, times), PERMITS);
			long sent = (redis.received() - before) / PERMITS;
			Cost ping = Cost.of((times) -> pings(redis, times), PERMITS);
			if (turn >= WARM_UP) {
				permits.add(permit);
				pings.add(ping);
				bytes.add(sent);
			}
		}
		System.out.println(String.format(Locale.ROOT,
				"a permit: %.0f µs beside %.0f µs, %s; CPU %s; allocated %.0f B beside %.0f B; sent %.0f B",
				1e6 * median(permits, Cost::seconds), 1e6 * median(pings, Cost::seconds),
				ratio(permits, pings, Cost::seconds), ratio(permits, pings, Cost::cpu), median(permits, Cost::bytes),
				median(pings, Cost::bytes), median(bytes, Long::doubleValue)));
		System.out.println("Redis's own: " + redis.scripts());
	}

	private static long permits(RedisCallWindow window, int times) {
		for (int i = 0; i < times; i++) {
			if (!window.tryAcquire(CallPriority.USER).isAcquired()) {
				throw new IllegalStateException("There was no permit");
			}
		}
		return times;
	}

	private static long pings(Redis redis, int times) {
		long length = 0;
		for (int i = 0; i < times; i++) {
			length += redis.ping().length();
		}
		return length;
	}

}
