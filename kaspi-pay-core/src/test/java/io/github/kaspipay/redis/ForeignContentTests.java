/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.kaspipay.qrapi.QrDeviceStoreContract;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.redis.RedisCallWindow.Timing;
import io.github.kaspipay.testsupport.RedisProcess;
import io.github.kaspipay.token.KaspiAccessToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.BoundValueOperations;
import org.springframework.data.redis.core.DefaultTypedTuple;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Whatever somebody else writes under the keys in Redis: it is gone soon, and meanwhile
 * neither is a call refused for long, nor one too many let through.
 */
@Timeout(120)
class ForeignContentTests {

	private static final Duration WINDOW = Duration.ofMillis(500);

	private static final CallLimit LIMIT = new CallLimit(5, 1, WINDOW);

	private static final Timing TIMING = new Timing(Duration.ofMillis(250), Duration.ofMillis(250));

	private static final Duration SOON = Duration.ofSeconds(15);

	private static final double YEAR = 365 * 86_400e6;

	private static final String LONG_TEXT = "x".repeat(10_000_000);

	private static final List<String> VALUES = List.of("", "text", "nan", "inf", "-inf", "1e5", "1e300", "0x10",
			"0x7fffffffffffff", "9".repeat(30), "-" + "9".repeat(30), "0", "-1", "1.5", "1\u0000", "\u0000\u00ff",
			LONG_TEXT);

	private static final List<String> FIELDS = List.of("epoch", "time", "ahead", "paused", "background", "asked");

	private static final String STATE = "[0-9a-f]{16} \\d{16} -?\\d{1,9}( \\d{16}){3}";

	private static RedisProcess server;

	private static LettuceConnectionFactory connections;

	private static StringRedisTemplate redis;

	private static RedisLink link;

	@BeforeAll
	static void start() {
		server = new RedisProcess();
		connections = RedisConnections.to(server);
		redis = new StringRedisTemplate(connections);
		link = new RedisLink(connections, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(50));
	}

	@AfterAll
	static void stop() {
		link.close();
		connections.destroy();
		server.close();
	}

	/**
	 * All of it, but not every value of every field.
	 */
	static Stream<Content> contentOfTheBudget() {
		return contentOfTheBudget((name) -> name.equals("time") ? VALUES : List.of("text", "nan", "9".repeat(30)));
	}

	private static Stream<Content> contentOfTheBudget(Function<String, List<String>> values) {
		List<Content> rows = new ArrayList<>();
		for (String key : List.of(":state", ":calls")) {
			rows.add(content("a string" + key, (redis, base) -> replace(redis, base + key).set("text")));
			rows.add(content("a long string" + key, (redis, base) -> replace(redis, base + key).set(LONG_TEXT)));
			rows.add(content("no text" + key, (redis, base) -> replace(redis, base + key).set("")));
			rows.add(content("bytes" + key, (redis, base) -> replace(redis, base + key).set("\u0000\u00ff\u0000")));
			rows.add(content("a list" + key, (redis, base) -> {
				redis.delete(base + key);
				redis.opsForList().leftPush(base + key, "text");
			}));
			rows.add(content("a set" + key, (redis, base) -> {
				redis.delete(base + key);
				redis.opsForSet().add(base + key, "text");
			}));
			rows.add(content("a stream" + key, (redis, base) -> {
				redis.delete(base + key);
				redis.opsForStream().add(base + key, Map.of("field", "text"));
			}));
			rows.add(content("a hash of other fields" + key, (redis, base) -> {
				redis.delete(base + key);
				redis.opsForHash().put(base + key, "other", "text");
			}));
			rows.add(content("a sorted set of others" + key, (redis, base) -> {
				redis.delete(base + key);
				redis.opsForZSet().add(base + key, "other", 1);
			}));
			rows.add(content("no expiry" + key, (redis, base) -> redis.persist(base + key)));
			rows.add(content("nothing" + key, (redis, base) -> redis.delete(base + key)));
		}
		for (String name : FIELDS) {
			for (String value : values.apply(name)) {
				String shown = (value.length() > 40) ? "a long text" : value;
				rows.add(content(name + "=" + shown, (redis, base) -> set(redis, base, name, value)));
			}
			rows.add(content("no " + name, (redis, base) -> change(redis, base, (fields) -> fields.remove(name))));
		}
		for (String name : FIELDS.subList(1, FIELDS.size())) {
			rows.add(content(name + " a year ahead", (redis, base) -> move(redis, base, YEAR, name)));
			rows.add(content(name + " a year ago", (redis, base) -> move(redis, base, -YEAR, name)));
		}
		rows.add(content("time and clock a year ahead", (redis, base) -> move(redis, base, YEAR, "time", "ahead")));
		rows.add(content("time and clock a year ago", (redis, base) -> move(redis, base, -YEAR, "time", "ahead")));
		rows.add(content("everything a year ahead",
				(redis, base) -> move(redis, base, YEAR, "time", "ahead", "paused", "background", "asked")));
		rows.add(content("another epoch and a time a year ahead", (redis, base) -> {
			set(redis, base, "epoch", "f".repeat(16));
			move(redis, base, YEAR, "time");
		}));
		rows.add(content("another epoch at the end of time", (redis, base) -> {
			set(redis, base, "epoch", "f".repeat(16));
			FIELDS.subList(1, FIELDS.size()).forEach((name) -> set(redis, base, name, "9".repeat(20)));
		}));
		rows.add(content("a longer state", (redis, base) -> redis.opsForValue().append(base + ":state", " 1")));
		rows.add(content("a much longer state",
				(redis, base) -> redis.opsForValue().append(base + ":state", LONG_TEXT)));
		rows.add(content("a state and a zero", (redis, base) -> redis.opsForValue().append(base + ":state", "\u0000")));
		rows.add(content("the fields in a hash", (redis, base) -> {
			Map<String, String> fields = fields(redis, base);
			redis.delete(base + ":state");
			redis.opsForHash().putAll(base + ":state", fields);
		}));
		rows.add(content("100,000 fields", (redis, base) -> {
			Map<String, String> fields = new HashMap<>();
			for (int i = 0; i < 100_000; i++) {
				fields.put("field" + i, "text");
			}
			redis.delete(base + ":state");
			redis.opsForHash().putAll(base + ":state", fields);
		}));
		rows.add(content("a call in a year",
				(redis, base) -> redis.opsForZSet().add(base + ":calls", "x", now() + YEAR)));
		rows.add(content("a call at the end of time",
				(redis, base) -> redis.opsForZSet().add(base + ":calls", "x", Double.POSITIVE_INFINITY)));
		rows.add(content("a call before all time",
				(redis, base) -> redis.opsForZSet().add(base + ":calls", "x", Double.NEGATIVE_INFINITY)));
		rows.add(content("all calls in a year",
				(redis, base) -> redis.opsForZSet()
					.range(base + ":calls", 0, -1)
					.forEach((call) -> redis.opsForZSet().incrementScore(base + ":calls", call, YEAR))));
		rows.add(content("all calls a year ago",
				(redis, base) -> redis.opsForZSet()
					.range(base + ":calls", 0, -1)
					.forEach((call) -> redis.opsForZSet().incrementScore(base + ":calls", call, -YEAR))));
		rows.add(content("a call with a long name",
				(redis, base) -> redis.opsForZSet().add(base + ":calls", LONG_TEXT, now())));
		rows.add(content("200,000 calls at this moment", (redis, base) -> add(redis, base, 0)));
		rows.add(content("200,000 calls in a year", (redis, base) -> add(redis, base, YEAR)));
		return rows.stream();
	}

	@Test
	void whateverIsUnderTheKeysOfTheBudget() throws Exception {
		assertIsGoneSoon(contentOfTheBudget());
	}

	@Test
	@Tag("long")
	void everyValueOfEveryFieldOfTheBudget() throws Exception {
		assertIsGoneSoon(contentOfTheBudget((name) -> VALUES));
	}

	private static void assertIsGoneSoon(Stream<Content> contents) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(24);
		try {
			Map<String, Future<?>> results = new LinkedHashMap<>();
			contents.forEach((content) -> results.put(content.toString(),
					threads.submit(() -> whateverIsUnderTheKeysOfTheBudget(content))));
			assertThat(results).hasSizeGreaterThan(50)
				.allSatisfy((content, result) -> assertThatNoException().isThrownBy(result::get));
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void whateverIsUnderTheKeysOfTheBudget(Content content) {
		RedisCallSettings settings = new RedisCallSettings(URI.create("https://example.org"), content.toString(), LIMIT,
				new CallLimit(1, 0, WINDOW));
		CallScript script = new CallScript(settings.key());
		RedisCallWindow one = new RedisCallWindow(link, script, settings, TIMING, System::nanoTime);
		RedisCallWindow other = new RedisCallWindow(link, script, settings, TIMING, System::nanoTime);
		List<Long> calls = new ArrayList<>();
		await().pollInterval(Duration.ofMillis(5)).until(() -> {
			one.report();
			return called(other, CallPriority.USER, calls);
		});
		while (called(one, CallPriority.USER, calls) || called(other, CallPriority.USER, calls)) {
			continue;
		}
		content.write().accept(redis, settings.key());
		long written = System.nanoTime();
		boolean[] background = new boolean[1];
		await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> {
			one.report();
			background[0] |= called(other, CallPriority.BACKGROUND, calls);
			boolean user = called(one, CallPriority.USER, calls);
			return background[0] && user && System.nanoTime() - written > 2 * WINDOW.toNanos();
		});
		assertThat(most(calls)).as("calls in a window").isLessThanOrEqualTo(LIMIT.calls());
		assertThat(one.localSince()).isNull();
		assertThat(redis.opsForValue().get(settings.key() + ":state")).matches(STATE);
		assertThat(redis.type(settings.key() + ":calls")).isEqualTo(DataType.ZSET);
		assertThat(redis.opsForZSet().size(settings.key() + ":calls")).isLessThan(20);
		assertThat(redis.getExpire(settings.key() + ":state")).isPositive();
		assertThat(redis.getExpire(settings.key() + ":calls")).isPositive();
		redis.delete(script.keys());
	}

	private static boolean called(RedisCallWindow window, CallPriority priority, List<Long> calls) {
		boolean called = window.tryAcquire(priority).isAcquired();
		if (called) {
			calls.add(System.nanoTime());
		}
		return called;
	}

	private static int most(List<Long> calls) {
		return calls.stream()
			.mapToInt((first) -> (int) calls.stream()
				.filter((call) -> call >= first && call - first < WINDOW.toNanos())
				.count())
			.max()
			.orElseThrow();
	}

	static Stream<Content> contentOfTheToken() {
		List<Content> rows = new ArrayList<>();
		for (String key : List.of("", ":lock")) {
			rows.add(content("a list" + key, (redis, base) -> redis.opsForList().leftPush(base + key, "text")));
			rows.add(content("a hash" + key, (redis, base) -> redis.opsForHash().put(base + key, "other", "text")));
			rows.add(content("a sorted set" + key, (redis, base) -> redis.opsForZSet().add(base + key, "other", 1)));
			for (String value : List.of("", "text", "0 token", "1000 to ken", "9999999 token", "\u0000\u00ff",
					LONG_TEXT, "0 " + LONG_TEXT)) {
				String shown = ((value.length() > 40) ? "a long text" : value) + key;
				rows.add(content(shown + " without expiry",
						(redis, base) -> redis.opsForValue().set(base + key, value)));
				rows.add(content(shown + " for a thousand years",
						(redis, base) -> redis.opsForValue().set(base + key, value, Duration.ofDays(365_000))));
			}
		}
		return rows.stream();
	}

	@ParameterizedTest
	@MethodSource("contentOfTheToken")
	void whateverIsUnderTheKeysOfTheToken(Content content) {
		RedisTokenSettings settings = new RedisTokenSettings(URI.create("https://example.org"), content.toString(),
				"scope", Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofSeconds(7));
		RedisKaspiTokenStore one = new RedisKaspiTokenStore(link, settings, null, Clock.systemUTC());
		RedisKaspiTokenStore other = new RedisKaspiTokenStore(link, settings, null, Clock.systemUTC());
		content.write().accept(redis, settings.key());
		AtomicInteger requested = new AtomicInteger();
		long started = System.nanoTime();
		KaspiAccessToken token = one.obtain(null, () -> token(requested));
		assertThat(other.obtain(null, () -> token(requested)).value()).isEqualTo(token.value()).isEqualTo("fresh-1");
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);
		assertThat(redis.opsForValue().get(settings.key())).hasSizeLessThan(100);
		assertThat(redis.getExpire(settings.key(), TimeUnit.SECONDS)).isBetween(1L, 3600L);
		assertThat(redis.hasKey(settings.key() + ":lock")).isFalse();
		other.remove(token);
		assertThat(redis.hasKey(settings.key())).isFalse();
	}

	/**
	 * What might be a token is one until Kaspi refuses it.
	 */
	@ParameterizedTest
	@MethodSource("contentOfTheToken")
	void whateverIsUnderTheKeysOfTheDevice(Content content) {
		String device = QrDeviceStoreContract.newDevice();
		String key = RedisKey.of("device", device);
		content.write().accept(redis, key);
		long started = System.nanoTime();
		String token = new RedisQrDeviceStore(link).obtain(device, null, () -> "fresh");
		if (!token.equals("fresh")) {
			assertThat(token).isNotEmpty().hasSizeLessThan(100);
			assertThat(new RedisQrDeviceStore(link).obtain(device, token, () -> "fresh")).isEqualTo("fresh");
		}
		assertThat(new RedisQrDeviceStore(link).obtain(device, null, QrDeviceStoreContract::nobodyRegisters))
			.isEqualTo("fresh");
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
		assertThat(redis.opsForValue().get(key)).isEqualTo("fresh");
		assertThat(link.state()).isEqualTo(RedisLink.State.ANSWERING);
	}

	/**
	 * What is another way to write an address, is no other API.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "https://api.example/", "https://API.Example", "HTTPS://api.example:443",
			"https://api.example:443/", "https://api.example:" })
	void keysDoNotDependOnHowTheAddressIsWritten(String address) {
		assertThat(budget(address).key()).isEqualTo(budget("https://api.example").key());
		assertThat(token(address).key()).isEqualTo(token("https://api.example").key());
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://api.example", "https://api.example:8443", "https://sandbox.example",
			"https://api.example/v2", "https://api.example:80" })
	void anotherApiHasKeysOfItsOwn(String address) {
		assertThat(budget(address).key()).isNotEqualTo(budget("https://api.example").key());
		assertThat(token(address).key()).isNotEqualTo(token("https://api.example").key());
	}

	private static RedisCallSettings budget(String address) {
		return new RedisCallSettings(URI.create(address), "client", LIMIT, LIMIT);
	}

	private static RedisTokenSettings token(String address) {
		return new RedisTokenSettings(URI.create(address), "client", "scope", Duration.ofMinutes(5),
				Duration.ofSeconds(5), Duration.ofSeconds(7));
	}

	@Test
	void longTokenOfTheRightFormIsNotTaken() {
		RedisTokenSettings settings = new RedisTokenSettings(URI.create("https://example.org"), "long", "scope",
				Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofSeconds(7));
		RedisKaspiTokenStore store = new RedisKaspiTokenStore(link, settings, null, Clock.systemUTC());
		redis.opsForValue().set(settings.key(), "1000 " + LONG_TEXT, Duration.ofMinutes(10));
		assertThat(store.obtain(null, () -> token(new AtomicInteger())).value()).isEqualTo("fresh-1");
	}

	private static KaspiAccessToken token(AtomicInteger requested) {
		return new KaspiAccessToken("fresh-" + requested.incrementAndGet(), Instant.now().plusSeconds(3600));
	}

	private static Content content(String description, BiConsumer<StringRedisTemplate, String> write) {
		return new Content(description, write);
	}

	private static BoundValueOperations<String, String> replace(StringRedisTemplate redis, String key) {
		redis.delete(key);
		return redis.boundValueOps(key);
	}

	private static void set(StringRedisTemplate redis, String base, String name, String value) {
		change(redis, base, (fields) -> fields.put(name, value));
	}

	private static void move(StringRedisTemplate redis, String base, double micros, String... names) {
		change(redis, base,
				(fields) -> List.of(names)
					.forEach((name) -> fields.compute(name,
							(key, value) -> Long.toString(Long.parseLong(value) + (long) micros))));
	}

	private static void change(StringRedisTemplate redis, String base, Consumer<Map<String, String>> change) {
		Map<String, String> fields = fields(redis, base);
		change.accept(fields);
		redis.opsForValue().set(base + ":state", String.join(" ", fields.values()));
	}

	private static Map<String, String> fields(StringRedisTemplate redis, String base) {
		String[] values = redis.opsForValue().get(base + ":state").split(" ");
		Map<String, String> fields = new LinkedHashMap<>();
		for (int i = 0; i < values.length; i++) {
			fields.put(FIELDS.get(i), values[i]);
		}
		return fields;
	}

	private static void add(StringRedisTemplate redis, String base, double ahead) {
		Set<TypedTuple<String>> calls = new HashSet<>();
		double now = now();
		for (int i = 0; i < 200_000; i++) {
			calls.add(new DefaultTypedTuple<>(UUID.randomUUID().toString(), now + ahead));
		}
		redis.opsForZSet().add(base + ":calls", calls);
	}

	private static double now() {
		return System.currentTimeMillis() * 1000.0;
	}

	record Content(String description, BiConsumer<StringRedisTemplate, String> write) {

		@Override
		public String toString() {
			return this.description;
		}

	}

}
