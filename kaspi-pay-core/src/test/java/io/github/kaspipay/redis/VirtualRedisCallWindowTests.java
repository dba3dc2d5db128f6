/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.CallWindowContract;
import io.github.kaspipay.redis.RedisCallWindow.Timing;
import io.github.kaspipay.testsupport.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The script runs in a real Redis; only the clocks are the test's.
 */
@Timeout(120)
class VirtualRedisCallWindowTests extends CallWindowContract {

	private static final String CLOCK = "clock";

	/**
	 * Where they are in the state.
	 */
	private static final int EPOCH = 0;

	private static final int TIME = 1;

	private static final int AHEAD = 2;

	private static final int PAUSED = 3;

	private static final int BACKGROUND = 4;

	private static final int ASKED = 5;

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
	void pauseIsNotLostWithTheCalls() {
		CallLimit limit = new CallLimit(4, 0, WINDOW);
		CallWindow one = window(limit);
		RedisCallWindow other = instance(limit, 0);
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		one.pause(Duration.ofSeconds(30));
		redis.delete(keys().get(1));
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(30));
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

	@Test
	void instanceThatBeganAnEpochBeginsAnotherOne() {
		CallWindow window = window(new CallLimit(2, 0, WINDOW));
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		redis.delete(keys());
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
		pass(TIMING.grace());
		redis.delete(keys());
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
		pass(TIMING.grace());
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isPositive();
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

	@ParameterizedTest
	@MethodSource({ "statesOfNobody", "statesOfAnotherTime" })
	void stateThatIsNotTheScriptsIsNotBelieved(UnaryOperator<String> change) {
		CallLimit limit = new CallLimit(5, 0, WINDOW);
		CallWindow window = window(limit);
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		changeState(change);
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
	}

	@ParameterizedTest
	@MethodSource({ "statesOfNobody", "statesOfAnotherDay" })
	void instanceThatJoinsDoesNotBelieveAStateThatIsNotTheScripts(UnaryOperator<String> change) {
		CallLimit limit = new CallLimit(5, 0, WINDOW);
		window(limit);
		changeState(change);
		assertThat(instance(limit, 0).tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
	}

	private static Stream<Named<UnaryOperator<String>>> statesOfNobody() {
		List<Named<UnaryOperator<String>>> states = new ArrayList<>();
		for (int field = 0; field <= ASKED; field++) {
			for (String value : List.of("", "text", "nan", "-inf", "0x10", "1e5", "1.5", "+1", "--1", "0\u0000")) {
				states.add(with(value, field));
			}
		}
		for (int field : List.of(TIME, PAUSED, BACKGROUND, ASKED)) {
			states.add(with("-1", field));
		}
		states.add(with("0".repeat(200), ASKED));
		states.add(with("abc", EPOCH));
		states.add(with("a".repeat(17), EPOCH));
		states.add(state("one field more", (state) -> state + " 1"));
		states.add(state("a zero at its end", (state) -> state + "\u0000"));
		states.add(state("a space before it", (state) -> " " + state));
		states.add(moved(Duration.ofHours(2), PAUSED));
		states.add(moved(WINDOW.multipliedBy(3), BACKGROUND));
		states.add(moved(Duration.ofMinutes(1), ASKED));
		return states.stream();
	}

	private static Stream<Named<UnaryOperator<String>>> statesOfAnotherTime() {
		Duration further = TIMING.grace().plusSeconds(1);
		return Stream.of(moved(further, TIME), moved(further.negated(), TIME, ASKED));
	}

	private static Stream<Named<UnaryOperator<String>>> statesOfAnotherDay() {
		return Stream.of(moved(Duration.ofDays(2), TIME), moved(Duration.ofDays(-2), TIME, PAUSED, BACKGROUND, ASKED),
				moved(Duration.ofDays(100_000), TIME, AHEAD, PAUSED, BACKGROUND, ASKED));
	}

	private static Named<UnaryOperator<String>> with(String value, int... fields) {
		return state(value + " in " + Arrays.toString(fields), (state) -> {
			String[] values = state.split(" ");
			for (int field : fields) {
				values[field] = value;
			}
			return String.join(" ", values);
		});
	}

	private static Named<UnaryOperator<String>> moved(Duration step, int... fields) {
		return state(step + " in " + Arrays.toString(fields), (state) -> {
			String[] values = state.split(" ");
			for (int field : fields) {
				values[field] = Long.toString(Long.parseLong(values[field]) + CallScript.micros(step));
			}
			return String.join(" ", values);
		});
	}

	private static Named<UnaryOperator<String>> state(String name, UnaryOperator<String> change) {
		return Named.of(name, change);
	}

	private void changeState(UnaryOperator<String> change) {
		String key = keys().get(0);
		redis.opsForValue().set(key, change.apply(redis.opsForValue().get(key)));
	}

	/**
	 * Also by an instance that made none of the calls that are gone.
	 */
	@Test
	void callsThatAreNoneAreLostMemory() {
		CallLimit limit = new CallLimit(5, 0, WINDOW);
		assertThat(window(limit).tryAcquire(CallPriority.USER).retryAfter()).isZero();
		RedisCallWindow other = instance(limit, 0);
		other.report();
		redis.opsForValue().set(keys().get(1), "text");
		assertThat(other.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
	}

	@Test
	void callOfTheFutureIsLostMemory() {
		CallLimit limit = new CallLimit(5, 0, WINDOW);
		CallWindow window = window(limit);
		addCalls(1, 1 + 2 * CallScript.micros(WINDOW));
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
		assertThat(redis.opsForZSet().size(keys().get(1))).isZero();
	}

	@Test
	void moreCallsThanThereCanBeAreLostMemory() {
		CallLimit limit = new CallLimit(5, 0, WINDOW);
		CallWindow window = window(limit);
		addCalls(10_016, 0);
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(TIMING.grace());
		assertThat(redis.opsForZSet().size(keys().get(1))).isZero();
	}

	@Test
	void backgroundWaitsUntilEnoughCallsAreOver() {
		CallWindow window = window(new CallLimit(4, 2, WINDOW));
		for (int i = 0; i < 3; i++) {
			assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
			pass(Duration.ofSeconds(10));
		}
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isEqualTo(WINDOW.minusSeconds(20));
	}

	@Test
	void partOfAMicrosecondIsWaitedFor() {
		CallLimit limit = new CallLimit(1, 0, WINDOW);
		CallWindow window = window(limit);
		addCalls(1, 0.5);
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofNanos(1000));
	}

	private void addCalls(int number, double later) {
		Set<TypedTuple<String>> calls = IntStream.range(0, number)
			.mapToObj((call) -> TypedTuple.of("foreign" + call, this.redisMicros + later))
			.collect(Collectors.toSet());
		redis.opsForZSet().add(keys().get(1), calls);
	}

	/**
	 * As where an access list forbids it: what is there is not foreign.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "GETRANGE", "ZCARD" })
	void commandThatRedisRefusesIsAnError(String command) {
		setRedisClock();
		RedisLink own = new RedisLink(connections, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofHours(1));
		CallLimit limit = new CallLimit(1, 0, WINDOW);
		RedisCallWindow window = new RedisCallWindow(own,
				new CallScript(keys().get(0), LUA.replace("'" + command + "'", "'REFUSED'")),
				new RedisCallSettings(URI.create("https://example.org"), "client", limit, limit), TIMING,
				this.nanoTime::get);
		redis.opsForValue().set(keys().get(0), "kept");
		addCalls(1, 0);
		window.report();
		assertThat(window.localSince()).isNotNull();
		assertThat(redis.opsForValue().get(keys().get(0))).isEqualTo("kept");
		assertThat(redis.opsForZSet().zCard(keys().get(1))).isEqualTo(1);
		own.close();
	}

	/**
	 * Two merchants with one client id, or two versions of a configuration, may wait for
	 * a connection for different times.
	 */
	@Test
	void callCountsForEverybodyUntilItsMakersWindowIsOver() {
		RedisCallWindow shorter = instance(CallLimit.perMinute(60, 10, Duration.ofSeconds(3)), 0);
		RedisCallWindow longer = instance(CallLimit.perMinute(60, 10, Duration.ofSeconds(10)), 0);
		passTheGrace(shorter, longer);
		assertThat(longer.tryAcquire(CallPriority.USER).isAcquired()).isTrue();
		for (int second = 1; second < 80; second++) {
			pass(Duration.ofSeconds(1));
			shorter.report();
			longer.report();
			assertThat(shorter.available()).as("shorter, second " + second).isEqualTo((second < 70) ? 59 : 60);
			assertThat(longer.available()).as("longer, second " + second).isEqualTo((second < 70) ? 59 : 60);
		}
	}

	@Test
	void waitsUntilACallHasLeftItsMakersWindow() {
		RedisCallWindow shorter = instance(CallLimit.perMinute(1, 0, Duration.ofSeconds(3)), 0);
		RedisCallWindow longer = instance(CallLimit.perMinute(1, 0, Duration.ofSeconds(10)), 0);
		passTheGrace(shorter, longer);
		assertThat(longer.tryAcquire(CallPriority.USER).isAcquired()).isTrue();
		pass(Duration.ofSeconds(66));
		assertThat(shorter.tryAcquire(CallPriority.USER).retryAfter()).isCloseTo(Duration.ofSeconds(4),
				Duration.ofMillis(500));
		pass(Duration.ofSeconds(5));
		assertThat(shorter.tryAcquire(CallPriority.USER).isAcquired()).isTrue();
		pass(Duration.ofSeconds(6));
		assertThat(longer.tryAcquire(CallPriority.USER).retryAfter()).isCloseTo(Duration.ofSeconds(57),
				Duration.ofMillis(500));
	}

	@Test
	void hugeLimitLetsCallsThrough() {
		CallWindow window = window(new CallLimit(1_000_000_000, 0, WINDOW));
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
	}

	/**
	 * What the instance with the longer window calls may be on its way for ten seconds.
	 */
	@Test
	void noMinuteOfArrivalsHoldsMoreThanTheLimit() {
		RedisCallWindow shorter = instance(CallLimit.perMinute(60, 10, Duration.ofSeconds(3)), 0);
		RedisCallWindow longer = instance(CallLimit.perMinute(60, 10, Duration.ofSeconds(10)), 0);
		passTheGrace(shorter, longer);
		List<Long> arrivals = new ArrayList<>();
		for (long second = 0; second < 130; second++) {
			while (second == 0 && longer.tryAcquire(CallPriority.USER).isAcquired()) {
				arrivals.add((second + 10) * 1000);
			}
			while (second > 0 && shorter.tryAcquire(CallPriority.USER).isAcquired()) {
				arrivals.add(second * 1000);
			}
			pass(Duration.ofSeconds(1));
			shorter.report();
			longer.report();
		}
		assertThat(most(arrivals, 60_000)).isLessThanOrEqualTo(60);
	}

	@Test
	void callsOfALargerLimitAreNotForeign() {
		RedisCallWindow small = instance(new CallLimit(100, 0, WINDOW), 0);
		RedisCallWindow large = instance(new CallLimit(6000, 0, WINDOW), 0);
		passTheGrace(small, large);
		String epoch = redis.opsForValue().get(keys().get(0)).split(" ")[0];
		for (int round = 0; round < 2; round++) {
			for (int call = 0; call < 6000; call++) {
				assertThat(large.tryAcquire(CallPriority.USER).retryAfter()).as("round " + round + " call " + call)
					.isZero();
			}
			for (int second = 0; second < 60; second++) {
				small.report();
				assertThat(redis.opsForValue().get(keys().get(0))).as("round " + round).startsWith(epoch + " ");
				large.report();
				pass(Duration.ofSeconds(1));
			}
		}
	}

	/**
	 * As where Redis evicts the state only, after its clock had stepped.
	 */
	@Test
	void callThatIsReportedAgainCountsAtOnce() {
		CallLimit limit = new CallLimit(2, 0, WINDOW);
		CallWindow one = window(limit);
		RedisCallWindow other = instance(limit, 0);
		other.report();
		stepRedisClock(Duration.ofSeconds(65));
		one.pause(Duration.ZERO);
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		redis.delete(keys().get(0));
		other.report();
		for (int second = 0; second < 4; second++) {
			pass(Duration.ofSeconds(1));
			other.report();
		}
		assertThat(one.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(56));
	}

	private void passTheGrace(RedisCallWindow... windows) {
		setRedisClock();
		for (int second = 0; second < 5; second++) {
			Stream.of(windows).forEach(RedisCallWindow::report);
			pass(Duration.ofSeconds(1));
		}
	}

	private List<String> keys() {
		return this.script.keys();
	}

}
