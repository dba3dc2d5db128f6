/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.journal.RecordedRequest;
import io.github.kaspipay.testsupport.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Five instances that share a budget through Redis and would all like to make more calls.
 * The long form, with the limit and the minute of Kaspi Pay, is
 * {@code mvn -pl integration-tests -am test -Dtest=BudgetTests
 * -Dsurefire.failIfNoSpecifiedTests=false -Dkaspi.budget.minutes=6}: half of the time
 * customers come 30 a minute while questions about open orders take all that is left,
 * then there are more customers than calls.
 */
class BudgetTests {

	private static final int MINUTES = Integer.getInteger("kaspi.budget.minutes", 0);

	private static final int SIZE = 5;

	private static final int USERS_OF_EACH = 2;

	/**
	 * In the short form Kaspi Pay's clock is that much faster.
	 */
	private static final int SPEED = 10;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final List<Instance> instances = new ArrayList<>();

	private final ExecutorService users = Executors.newCachedThreadPool();

	private KaspiPaySimulator simulator;

	private RedisProcess redis;

	@AfterEach
	void stop() {
		this.users.shutdownNow();
		this.instances.forEach(Instance::end);
		this.redis.close();
		this.simulator.close();
	}

	@Test
	void togetherTheyKeepToTheLimit() throws Exception {
		boolean isLong = MINUTES > 0;
		int limit = isLong ? 100 : 20;
		start(limit, isLong ? List.of() : List.of("--budget.window=" + MINUTE.dividedBy(SPEED).toSeconds() + "s",
				"--kaspi.pay.rate-limit.fallback-requests-per-minute=1"));
		this.instances.forEach((instance) -> create(instance, new Waits()));
		if (isLong) {
			Waits orders = new Waits();
			Waits calls = new Waits();
			Thread arrivals = new Thread(() -> arrive(30, orders, calls));
			arrivals.start();
			TimeUnit.SECONDS.sleep(30L * MINUTES);
			arrivals.interrupt();
			arrivals.join();
			report("customers below the limit: orders " + orders + ", calls alone " + calls, limit);
			assertThat(orders.refused.get() + calls.refused.get()).isZero();
		}
		Waits waits = new Waits();
		this.instances.forEach((instance) -> {
			for (int i = 0; i < USERS_OF_EACH; i++) {
				this.users.submit(() -> createAgainAndAgain(instance, waits));
			}
		});
		TimeUnit.SECONDS.sleep(isLong ? 30L * MINUTES : 11);
		report("customers above the limit: orders " + waits, limit);
		List<RecordedRequest> requests = this.simulator.requests();
		assertThat(requests).extracting(RecordedRequest::status).doesNotContain(429);
		assertThat(requests).extracting(RecordedRequest::path).contains("/oauth/token");
		assertThat(most(requests)).isBetween(limit / 2, limit);
		assertThat(requests).as("calls in more than one window").hasSizeGreaterThan(limit);
	}

	private void start(int limit, List<String> further) {
		this.simulator = KaspiPaySimulator.builder()
			.requestsPerMinute(limit)
			.clock((MINUTES > 0) ? Clock.systemUTC() : new FastClock())
			.start();
		this.redis = new RedisProcess();
		List<String> properties = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--spring.main.banner-mode=off", "--spring.data.redis.host=127.0.0.1",
				"--spring.data.redis.port=" + this.redis.port(), "--logging.level.root=WARN",
				"--logging.level.io.github.kaspipay=INFO", "--kaspi.pay.base-url=" + this.simulator.baseUrl(),
				"--kaspi.pay.client-id=" + this.simulator.clientId(),
				"--kaspi.pay.client-secret=" + this.simulator.clientSecret(),
				"--kaspi.pay.merchant-id=" + this.simulator.merchantId(),
				"--kaspi.pay.webhook.secret=" + this.simulator.webhookSecret(), "--kaspi.pay.polling.interval=1s",
				"--kaspi.pay.rate-limit.store=redis", "--kaspi.pay.rate-limit.requests-per-minute=" + limit));
		properties.addAll(further);
		for (int i = 1; i <= SIZE; i++) {
			this.instances.add(new Instance(this.client, "budget-" + i, BudgetApplication.class, properties));
		}
		this.instances.forEach((instance) -> await().atMost(Duration.ofSeconds(120))
			.until(() -> instance.call("counted").body().equals("in Redis")));
	}

	/**
	 * Customers come at random moments, to any instance. Half of them have only the
	 * budget's part of the wait measured.
	 */
	private void arrive(double aMinute, Waits orders, Waits calls) {
		Random random = new Random(Cluster.seed());
		try {
			while (true) {
				TimeUnit.MICROSECONDS.sleep((long) (-Math.log(1 - random.nextDouble()) * 60_000_000 / aMinute));
				Instance instance = this.instances.get(random.nextInt(SIZE));
				if (random.nextBoolean()) {
					this.users.execute(() -> create(instance, orders));
				}
				else {
					this.users.execute(() -> time(instance, "acquire", calls));
				}
			}
		}
		catch (InterruptedException ex) {
			// enough of them
		}
	}

	private void createAgainAndAgain(Instance instance, Waits waits) {
		while (!Thread.currentThread().isInterrupted()) {
			create(instance, waits);
		}
	}

	private static void create(Instance instance, Waits waits) {
		time(instance, "create", waits);
	}

	private static void time(Instance instance, String what, Waits waits) {
		Instance.Reply reply = instance.call(what);
		if (reply.isOk() && reply.body().equals(BudgetController.REFUSED)) {
			waits.refused.incrementAndGet();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
		}
		else if (reply.isOk()) {
			waits.millis.add(Long.valueOf(reply.body()));
		}
	}

	private void report(String what, int limit) {
		List<RecordedRequest> requests = this.simulator.requests();
		Instant last = requests.get(requests.size() - 1).time();
		Instant from = last.minus(MINUTE.multipliedBy(Math.max(1, MINUTES / 2 - 1)));
		long lately = requests.stream().filter((request) -> request.time().isAfter(from)).count();
		System.out.printf(Locale.ROOT,
				"Budget, %s; limit=%d, most in any minute=%d, a minute lately=%d, calls=%d, 429s=%d%n", what, limit,
				most(requests), lately / Math.max(1, MINUTES / 2 - 1), requests.size(),
				requests.stream().filter((request) -> request.status() == 429).count());
	}

	private static int most(List<RecordedRequest> requests) {
		List<Instant> times = requests.stream().map(RecordedRequest::time).sorted().toList();
		int most = 0;
		int first = 0;
		for (int last = 0; last < times.size(); last++) {
			while (!times.get(last).isBefore(times.get(first).plus(MINUTE))) {
				first++;
			}
			most = Math.max(most, last - first + 1);
		}
		return most;
	}

	/**
	 * How long customers waited for their orders.
	 */
	private static final class Waits {

		private final ConcurrentLinkedQueue<Long> millis = new ConcurrentLinkedQueue<>();

		private final AtomicInteger refused = new AtomicInteger();

		@Override
		public String toString() {
			List<Long> sorted = new ArrayList<>(this.millis);
			Collections.sort(sorted);
			return String.format(Locale.ROOT, "(number=%d, refused=%d, millis p50=%d p99=%d max=%d)", sorted.size(),
					this.refused.get(), at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
		}

		private static long at(List<Long> sorted, double part) {
			return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * part));
		}

	}

	private static final class FastClock extends Clock {

		private final Instant start = Instant.now();

		private final long startNanos = System.nanoTime();

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Instant instant() {
			return this.start.plusNanos((System.nanoTime() - this.startNanos) * SPEED);
		}

	}

}
