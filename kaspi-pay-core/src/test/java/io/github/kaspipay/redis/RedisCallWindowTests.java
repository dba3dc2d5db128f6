/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.ratelimit.CallWindowContract;
import io.github.kaspipay.redis.RedisCallWindow.Timing;
import io.github.kaspipay.testsupport.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that take all they get, in real time, while things happen to Redis and to
 * them. Their monotonic clocks are minutes apart.
 */
@Timeout(120)
class RedisCallWindowTests {

	/**
	 * Many times more with {@code -Dkaspi.budget.repeat}.
	 */
	private static final int ROUNDS = Integer.getInteger("kaspi.budget.repeat", 1);

	private static final int INSTANCES = 5;

	private static final int THREADS = 3;

	private static final Duration WINDOW = Duration.ofSeconds(1);

	private static final CallLimit LIMIT = new CallLimit(40, 8, WINDOW);

	private static final CallLimit FALLBACK = new CallLimit(3, 1, WINDOW);

	private static final Timing TIMING = new Timing(Duration.ofSeconds(1), Duration.ofMillis(250));

	private static final Duration PATIENT = Duration.ofSeconds(20);

	private static final Duration PROMPT = Duration.ofMillis(250);

	private static final Duration LINK_PAUSE = Duration.ofMillis(200);

	private final Random random = new Random();

	private final RedisProcess redis = new RedisProcess();

	private final List<LettuceConnectionFactory> connections = new ArrayList<>();

	private final List<Instance> instances = new ArrayList<>();

	private final ConcurrentLinkedQueue<Long> calls = new ConcurrentLinkedQueue<>();

	private final ExecutorService callers = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		end();
		this.instances.forEach((instance) -> instance.link.close());
		this.connections.forEach(LettuceConnectionFactory::destroy);
		this.redis.close();
	}

	@Test
	void neitherAStoppedInstanceNorAFlushedRedisLetsMoreThrough() throws Exception {
		start(PATIENT);
		awaitCalls(LIMIT.calls());
		Instance stopped = this.instances.get(0);
		stopped.clock.stop();
		Thread.sleep(WINDOW.plusMillis(700).toMillis());
		stopped.clock.resume();
		StringRedisTemplate template = new StringRedisTemplate(this.connections.get(0));
		for (int i = 0; i < ROUNDS; i++) {
			Thread.sleep(this.random.nextInt(500));
			RedisConnections.flush(template);
			awaitCalls(LIMIT.calls() / 4);
		}
		end();
		assertThat(most()).isBetween(LIMIT.calls() / 2, LIMIT.calls());
		assertThat(stopped.window.localSince()).isNull();
	}

	/**
	 * At the change each instance may have made its share unknown to the others.
	 */
	@Test
	void redisMayEndOrStopAndComeBackAtAnyMoment() throws Exception {
		start(PROMPT);
		for (int i = 0; i < ROUNDS; i++) {
			awaitCalls(LIMIT.calls() / 2);
			Thread.sleep(this.random.nextInt(500));
			this.redis.kill();
			awaitLocal();
			Thread.sleep(WINDOW.toMillis() * 2);
			long local = System.nanoTime();
			awaitCalls(FALLBACK.calls());
			assertThat(CallWindowContract.most(this.calls.stream().filter((call) -> call - local >= 0).toList(),
					WINDOW.toNanos()))
				.isLessThanOrEqualTo(INSTANCES * FALLBACK.calls());
			this.redis.restart();
			awaitShared();
			awaitCalls(LIMIT.calls() / 2);
			Thread.sleep(this.random.nextInt(500));
			this.redis.pause();
			awaitLocal();
			Thread.sleep(this.random.nextInt(500));
			this.redis.resume();
			awaitShared();
		}
		awaitCalls(LIMIT.calls() / 2);
		end();
		assertThat(most()).isBetween(LIMIT.calls() / 2, LIMIT.calls() + INSTANCES * FALLBACK.calls());
	}

	@Test
	void whatWasCalledThroughRedisCountsInTheShareWithoutIt() {
		Duration minute = Duration.ofMinutes(1);
		RedisCallWindow window = instance(PROMPT, 0, new CallLimit(40, 8, minute), new CallLimit(3, 1, minute)).window;
		for (int i = 0; i < 3; i++) {
			await().atMost(Duration.ofSeconds(30))
				.until(() -> window.tryAcquire(CallPriority.USER).retryAfter().isZero());
		}
		assertThat(window.localSince()).isNull();
		this.redis.kill();
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			Duration wait = window.tryAcquire(CallPriority.USER).retryAfter();
			assertThat(wait).isPositive();
			return wait.compareTo(Duration.ofSeconds(5)) > 0;
		});
		assertThat(window.localSince()).isNotNull();
	}

	@Test
	void pauseHoldsWhenRedisIsAway() {
		Instance one = instance(PROMPT, 0);
		Instance other = instance(PATIENT, 0);
		one.window.report();
		other.window.report();
		one.window.pause(Duration.ofMinutes(10));
		other.window.report();
		assertThat(other.window.tryAcquire(CallPriority.USER).retryAfter()).isGreaterThan(Duration.ofMinutes(9));
		this.redis.kill();
		one.window.report();
		assertThat(one.window.tryAcquire(CallPriority.USER).retryAfter()).isGreaterThan(Duration.ofMinutes(9));
		assertThat(other.window.tryAcquire(CallPriority.USER).retryAfter()).isGreaterThan(Duration.ofMinutes(9));
	}

	private void start(Duration linkTimeout) {
		for (int i = 0; i < INSTANCES; i++) {
			this.instances.add(instance(linkTimeout, TimeUnit.MINUTES.toNanos(5L * (i - 2))));
		}
		for (Instance instance : this.instances) {
			IntStream.range(0, THREADS).forEach((i) -> this.callers.execute(() -> call(instance, CallPriority.USER)));
			this.callers.execute(() -> call(instance, CallPriority.BACKGROUND));
		}
	}

	private Instance instance(Duration linkTimeout, long nanoTimeOffset) {
		return instance(linkTimeout, nanoTimeOffset, LIMIT, FALLBACK);
	}

	private Instance instance(Duration linkTimeout, long nanoTimeOffset, CallLimit limit, CallLimit fallback) {
		LettuceConnectionFactory factory = RedisConnections.to(this.redis);
		this.connections.add(factory);
		RedisLink link = new RedisLink(factory, PATIENT, linkTimeout, LINK_PAUSE);
		StoppableClock clock = new StoppableClock(nanoTimeOffset);
		RedisCallSettings settings = new RedisCallSettings(URI.create("https://example.org"), "client", limit,
				fallback);
		return new Instance(link, new RedisCallWindow(link, new CallScript(settings.key()), settings, TIMING, clock),
				clock);
	}

	private void call(Instance instance, CallPriority priority) {
		while (!Thread.currentThread().isInterrupted()) {
			Duration wait = instance.window.tryAcquire(priority).retryAfter();
			if (wait.isZero()) {
				this.calls.add(instance.clock.lastSeen());
			}
			else {
				pause(wait);
			}
		}
	}

	/**
	 * No longer than until the instance would report anyway.
	 */
	private static void pause(Duration wait) {
		try {
			TimeUnit.NANOSECONDS.sleep(Math.min(wait.toNanos(), TimeUnit.MILLISECONDS.toNanos(50)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void end() {
		this.callers.shutdownNow();
		try {
			assertThat(this.callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void awaitCalls(int number) {
		int before = this.calls.size();
		await().atMost(Duration.ofSeconds(30)).until(() -> this.calls.size() >= before + number);
	}

	private void awaitLocal() {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.instances.stream().allMatch((instance) -> instance.window.localSince() != null));
	}

	private void awaitShared() {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.instances.stream().allMatch((instance) -> instance.window.localSince() == null));
	}

	private int most() {
		return CallWindowContract.most(List.copyOf(this.calls), WINDOW.toNanos());
	}

	private record Instance(RedisLink link, RedisCallWindow window, StoppableClock clock) {

	}

	/**
	 * Who asks a stopped clock for the time stands still, as in a stopped process.
	 */
	private static final class StoppableClock implements LongSupplier {

		private final long offset;

		private final ThreadLocal<Long> lastSeen = ThreadLocal.withInitial(() -> 0L);

		private volatile CountDownLatch running = new CountDownLatch(0);

		private StoppableClock(long offset) {
			this.offset = offset;
		}

		@Override
		public long getAsLong() {
			boolean interrupted = false;
			while (this.running.getCount() > 0) {
				try {
					this.running.await();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
			long now = System.nanoTime();
			this.lastSeen.set(now);
			return now + this.offset;
		}

		/**
		 * The moment at which the window let this thread's call through.
		 */
		private long lastSeen() {
			return this.lastSeen.get();
		}

		private void stop() {
			this.running = new CountDownLatch(1);
		}

		private void resume() {
			this.running.countDown();
		}

	}

}
