/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.CallWindowContract;
import io.github.kaspipay.redis.RedisCallWindow.Timing;
import io.github.kaspipay.testsupport.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The script runs in a real Redis; only the clocks are the test's.
 */
@Timeout(120)
class VirtualRedisCallWindowTests extends CallWindowContract {

	private static final String CLOCK = "clock";

	private static final String LUA = CallScript.LUA.replace("redis.call('TIME')",
			"redis.call('LRANGE', '" + CLOCK + "', 0, -1)");

	private static final Timing TIMING = new Timing(Duration.ofSeconds(3), Duration.ZERO);

	private static RedisProcess server;

	private static LettuceConnectionFactory connections;

	private static StringRedisTemplate redis;

	private static RedisLink link;

	private final CallScript script = new CallScript("kaspi-pay:budget:{" + UUID.randomUUID() + "}", LUA);

	private final AtomicLong nanoTime = new AtomicLong(System.nanoTime());

	private long redisMicros = 1_800_000_000_000_000L;

	@BeforeAll
	static void start() {
		assertThat(LUA).isNotEqualTo(CallScript.LUA);
		server = new RedisProcess();
		connections = RedisConnections.to(server);
		redis = new StringRedisTemplate(connections);
		link = new RedisLink(connections, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(100));
	}

	@AfterAll
	static void stop() {
		link.close();
		connections.destroy();
		server.close();
	}

	@Override
	protected CallWindow window(CallLimit limit) {
		setRedisClock();
		RedisCallWindow window = instance(limit, 0);
		window.report();
		pass(TIMING.grace());
		window.report();
		return window;
	}

	private RedisCallWindow instance(CallLimit limit, long nanoTimeOffset) {
		return instance(link, limit, new CallLimit(1, 0, limit.window()), nanoTimeOffset);
	}

	private RedisCallWindow instance(RedisLink link, CallLimit limit, CallLimit fallback, long nanoTimeOffset) {
		return new RedisCallWindow(link, this.script,
				new RedisCallSettings(URI.create("https://example.org"), "client", limit, fallback), TIMING,
				() -> this.nanoTime.get() + nanoTimeOffset);
	}

	@Override
	protected void pass(Duration time) {
		this.nanoTime.addAndGet(time.toNanos());
		stepRedisClock(time);
	}

	private void stepRedisClock(Duration step) {
		this.redisMicros += step.toNanos() / 1000;
		setRedisClock();
	}

	private void setRedisClock() {
		redis.execute((RedisCallback<Void>) (connection) -> {
			byte[] key = CLOCK.getBytes(StandardCharsets.US_ASCII);
			connection.keyCommands().del(key);
			connection.listCommands()
				.rPush(key, Long.toString(this.redisMicros / 1_000_000).getBytes(StandardCharsets.US_ASCII),
						Long.toString(this.redisMicros % 1_000_000).getBytes(StandardCharsets.US_ASCII));
			return null;
		});
	}

	@Test
	void nobodyIsLetThroughBeforeAllHadTimeToReport() {
		setRedisClock();
		RedisCallWindow window = instance(new CallLimit(5, 0, WINDOW), 0);
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
		pass(TIMING.grace());
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
	}

	@Test
	void secondInstanceHasNoGraceOfItsOwn() {
		CallLimit limit = new CallLimit(2, 0, WINDOW);
		assertThat(window(limit).tryAcquire(CallPriority.USER).retryAfter()).isZero();
		RedisCallWindow second = instance(limit, Duration.ofMinutes(-5).toNanos());
		assertThat(second.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(second.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(WINDOW);
	}

	@Test
	void clientsDoNotShareABudget() {
		CallLimit limit = new CallLimit(1, 0, WINDOW);
		CallLimit fallback = new CallLimit(1, 0, WINDOW);
		URI url = URI.create("https://example.org");
		String key = new RedisCallSettings(url, "one", limit, fallback).key();
		assertThat(key).startsWith("kaspi-pay:")
			.isEqualTo(new RedisCallSettings(url, "one", new CallLimit(2, 0, WINDOW), fallback).key())
			.isNotEqualTo(new RedisCallSettings(url, "two", limit, fallback).key())
			.isNotEqualTo(new RedisCallSettings(URI.create("https://example.com"), "one", limit, fallback).key())
			.doesNotContain("one");
	}

	@Test
	void pauseReachesAllInstances() {
		CallLimit limit = new CallLimit(5, 0, WINDOW);
		CallWindow one = window(limit);
		RedisCallWindow other = instance(limit, Duration.ofMinutes(5).toNanos());
		other.report();
		one.pause(Duration.ofSeconds(30));
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(30));
		redis.delete(this.keys());
		other.report();
		RedisCallWindow third = instance(limit, 0);
		assertThat(third.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(30));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void clockOfRedisMayStepEitherWay(long seed) {
		Random random = new Random(seed);
		CallLimit limit = new CallLimit(20, 5, WINDOW);
		window(limit);
		List<RedisCallWindow> instances = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			instances.add(instance(limit, Duration.ofMinutes(random.nextInt(11) - 5).toNanos()));
		}
		instances.forEach(RedisCallWindow::report);
		List<Long> calls = new ArrayList<>();
		long now = 0;
		while (now < WINDOW.multipliedBy(5).toMillis()) {
			RedisCallWindow window = instances.get(random.nextInt(instances.size()));
			if (window.tryAcquire(CallPriority.USER).retryAfter().isZero()) {
				calls.add(now);
			}
			if (random.nextInt(10) == 0) {
				stepRedisClock(Duration.ofMillis(random.nextInt(600_000) - 300_000));
			}
			int step = random.nextInt(500);
			now += step;
			pass(Duration.ofMillis(step));
		}
		assertThat(most(calls, WINDOW.toMillis())).isEqualTo(20);
		assertThat(calls).as("steps cost little").hasSizeGreaterThan(75);
	}

	@Test
	void stepOfRedisClockIsNotTakenForTimeByAnInstanceThatJoins() {
		CallLimit limit = new CallLimit(2, 0, WINDOW);
		CallWindow one = window(limit);
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		stepRedisClock(WINDOW.multipliedBy(2));
		RedisCallWindow joining = instance(limit, 0);
		assertThat(joining.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(WINDOW);
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(WINDOW);
		pass(WINDOW);
		assertThat(joining.tryAcquire(CallPriority.USER).retryAfter()).isZero();
	}

	/**
	 * What a failover to a replica that is behind looks like.
	 */
	@Test
	void lossOfTheLatestCallsOnlyIsNoticed() {
		CallLimit limit = new CallLimit(4, 0, WINDOW);
		CallWindow one = window(limit);
		RedisCallWindow other = instance(limit, 0);
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		pass(Duration.ofSeconds(1));
		byte[] calls = redis.execute((RedisCallback<byte[]>) (connection) -> connection.keyCommands()
			.dump(keys().get(1).getBytes(StandardCharsets.US_ASCII)));
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		redis.execute((RedisCallback<Void>) (connection) -> {
			connection.keyCommands().restore(keys().get(1).getBytes(StandardCharsets.US_ASCII), 0, calls, true);
			return null;
		});
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
		((RedisCallWindow) one).report();
		pass(TIMING.grace());
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(56));
	}

	@Test
	void flushedRedisHearsOfAllCallsBeforeItLetsOneThrough() {
		CallLimit limit = new CallLimit(4, 0, WINDOW);
		CallWindow one = window(limit);
		RedisCallWindow other = instance(limit, 0);
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		pass(Duration.ofSeconds(10));
		redis.delete(keys());
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
		((RedisCallWindow) one).report();
		pass(TIMING.grace());
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(47));
		assertThat(redis.getExpire(keys().get(0))).isPositive();
		assertThat(redis.getExpire(keys().get(1))).isPositive();
	}

	/**
	 * An instance that was stopped for longer than the grace.
	 */
	@Test
	void callsThatAreReportedLateCountFromThenOn() {
		CallLimit limit = new CallLimit(2, 0, WINDOW);
		CallWindow one = window(limit);
		RedisCallWindow other = instance(limit, 0);
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		redis.delete(keys());
		other.report();
		pass(Duration.ofSeconds(10));
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(50));
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(50));
	}

	/**
	 * As of an instance that was stopped while it waited for the answer.
	 */
	@Test
	void callThatWasLetThroughTooLongAgoIsNotMadeButCounts() {
		CallLimit limit = new CallLimit(1, 0, WINDOW);
		window(limit);
		RedisCallWindow late = new RedisCallWindow(link, this.script,
				new RedisCallSettings(URI.create("https://example.org"), "client", limit, limit), TIMING,
				() -> this.nanoTime.addAndGet(1000));
		assertThat(late.tryAcquire(CallPriority.USER).retryAfter()).isPositive();
		assertThat(instance(limit, 0).tryAcquire(CallPriority.USER).retryAfter()).isGreaterThan(WINDOW.dividedBy(2));
	}

	@Test
	void withoutRedisAnInstanceLivesOnItsShareAndTheBackgroundPausesFirst() {
		LettuceConnectionFactory nowhere = new LettuceConnectionFactory("127.0.0.1", 1);
		nowhere.afterPropertiesSet();
		nowhere.start();
		RedisLink dead = new RedisLink(nowhere, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofHours(1));
		RedisCallWindow window = instance(dead, new CallLimit(40, 8, WINDOW), new CallLimit(3, 1, WINDOW), 0);
		assertThat(window.localSince()).isNull();
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).as("Redis may be back soon").isPositive();
		assertThat(window.localSince()).isNotNull();
		pass(TIMING.grace());
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isEqualTo(WINDOW.minus(TIMING.grace()));
		pass(WINDOW.minus(TIMING.grace()));
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isZero();
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isPositive();
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
		dead.close();
		nowhere.destroy();
	}

	private List<String> keys() {
		return this.script.keys();
	}

}
