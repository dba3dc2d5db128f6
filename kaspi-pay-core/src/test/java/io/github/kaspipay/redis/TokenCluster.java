/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.testsupport.MutableClock;
import io.github.kaspipay.testsupport.RedisProcess;
import io.github.kaspipay.token.CachingKaspiTokenProvider;
import io.github.kaspipay.token.KaspiAccessToken;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances of an application, each with its own connection and its own idea of the time,
 * and a Kaspi Pay that counts the tokens it gives.
 */
final class TokenCluster implements AutoCloseable {

	static final Duration LIFETIME = Duration.ofHours(1);

	private static final Instant START = Instant.parse("2026-05-09T16:20:00Z");

	private final RedisProcess redis;

	private final Settings settings;

	private final List<Instance> instances = new ArrayList<>();

	private final AtomicInteger calls = new AtomicInteger();

	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	private volatile Runnable duringCall = () -> {
	};

	TokenCluster(RedisProcess redis, Settings settings) {
		this.redis = redis;
		this.settings = settings;
	}

	static TokenCluster create(RedisProcess redis) {
		TokenCluster cluster = new TokenCluster(redis, new Settings());
		cluster.add(Duration.ofMinutes(-5), null);
		cluster.add(Duration.ZERO, null);
		cluster.add(Duration.ofMinutes(5), null);
		return cluster;
	}

	Instance add(Duration clockError, @Nullable TokenEncryption encryption) {
		Instance instance = new Instance(clockError, encryption);
		this.instances.add(instance);
		return instance;
	}

	Instance instance(int index) {
		return this.instances.get(index);
	}

	int calls() {
		return this.calls.get();
	}

	/**
	 * Has something happen in each call to Kaspi Pay, before it is answered.
	 */
	void duringCall(Runnable action) {
		this.duringCall = action;
	}

	void advance(Duration duration) {
		this.instances.forEach((instance) -> instance.clock.advance(duration));
	}

	/**
	 * Has Kaspi Pay refuse all tokens it has given.
	 */
	void refuseAll() {
		for (int i = 1; i <= this.calls.get(); i++) {
			this.refused.add("token-" + i);
		}
	}

	/**
	 * Has many callers of all instances use a token at the same time, as the client does:
	 * a refused one is replaced once. Each has to succeed.
	 * @return the tokens that were used
	 */
	Set<String> useByAll(int callersOfEach) {
		ExecutorService threads = Executors.newFixedThreadPool(this.instances.size() * callersOfEach);
		try {
			List<Callable<String>> callers = new ArrayList<>();
			for (int i = 0; i < callersOfEach; i++) {
				this.instances.forEach((instance) -> callers.add(instance::use));
			}
			Set<String> used = ConcurrentHashMap.newKeySet();
			for (Future<String> caller : threads.invokeAll(callers)) {
				used.add(caller.get(30, TimeUnit.SECONDS));
			}
			return used;
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError("A caller had no token", ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Override
	public void close() {
		this.instances.forEach(Instance::close);
	}

	static final class Settings {

		String clientId = "client-1";

		Duration redisTimeout = Duration.ofSeconds(10);

		Duration lockTimeout = Duration.ofSeconds(20);

		Duration maxWait = Duration.ofSeconds(20);

	}

	final class Instance {

		final MutableClock clock;

		final LettuceConnectionFactory connections = RedisConnections.to(TokenCluster.this.redis);

		final RedisLink link = new RedisLink(this.connections, TokenCluster.this.settings.redisTimeout,
				TokenCluster.this.settings.redisTimeout, Duration.ofMillis(150));

		final CachingKaspiTokenProvider provider;

		final String tokenKey;

		private Instance(Duration clockError, @Nullable TokenEncryption encryption) {
			this.clock = new MutableClock(START.plus(clockError));
			Settings settings = TokenCluster.this.settings;
			RedisTokenSettings shared = new RedisTokenSettings(URI.create("https://api.example"), settings.clientId,
					"payment.orders", Duration.ofMinutes(5), settings.lockTimeout, settings.maxWait);
			this.tokenKey = shared.key();
			this.provider = new CachingKaspiTokenProvider(this::ask,
					new RedisKaspiTokenStore(this.link, shared, encryption, this.clock), Duration.ofMinutes(5),
					Duration.ofSeconds(30), this.clock, Runnable::run);
		}

		private KaspiAccessToken ask() {
			int number = TokenCluster.this.calls.incrementAndGet();
			TokenCluster.this.duringCall.run();
			return new KaspiAccessToken("token-" + number, this.clock.instant().plus(LIFETIME));
		}

		String use() {
			KaspiAccessToken token = valid();
			if (TokenCluster.this.refused.contains(token.value())) {
				this.provider.invalidate(token);
				token = valid();
			}
			if (TokenCluster.this.refused.contains(token.value())) {
				throw new KaspiConnectionException("refused twice", null);
			}
			return token.value();
		}

		private KaspiAccessToken valid() {
			KaspiAccessToken token = this.provider.getToken();
			assertThat(token.expiresAt()).isAfter(this.clock.instant())
				.isBeforeOrEqualTo(this.clock.instant().plus(LIFETIME));
			return token;
		}

		void close() {
			this.link.close();
			this.connections.destroy();
		}

	}

}
