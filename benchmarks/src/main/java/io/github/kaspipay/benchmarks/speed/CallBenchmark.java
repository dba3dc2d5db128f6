/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.speed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.token.CachingKaspiTokenProvider;
import io.github.kaspipay.token.KaspiAccessToken;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a call needs before it is sent, the token that is there and a permit, beside a
 * volatile read with a look at the time, and a lock with a count.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {

	private static final int PERMITS = 100_000;

	private final CachingKaspiTokenProvider tokens = new CachingKaspiTokenProvider(
			() -> new KaspiAccessToken("token", Instant.now().plus(Duration.ofHours(1))), Duration.ofMinutes(5),
			Duration.ofSeconds(5), Clock.systemUTC(), Runnable::run);

	private final CallBudget budget = new CallBudget(
			new LocalCallWindow(new CallLimit(PERMITS, 0, Duration.ofMillis(1))), Duration.ofSeconds(5));

	private volatile @Nullable Object value = "token";

	private final Object lock = new Object();

	private long count;

	/**
	 * The token that is there.
	 * @return the token
	 */
	@Benchmark
	public KaspiAccessToken token() {
		return this.tokens.getToken();
	}

	/**
	 * The least that gives a token that is there.
	 * @return the token, or {@code null} if its time is over
	 */
	@Benchmark
	public @Nullable Object tokenFloor() {
		return (System.nanoTime() != 0) ? this.value : null;
	}

	/**
	 * A permit of this instance's own window.
	 */
	@Benchmark
	public void permit() {
		this.budget.acquire(Duration.ofSeconds(5));
	}

	/**
	 * The least that counts calls.
	 * @return the count
	 */
	@Benchmark
	public long permitFloor() {
		synchronized (this.lock) {
			return ++this.count;
		}
	}

}
