/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What any window keeps to, in virtual time.
 */
public abstract class CallWindowContract {

	protected static final Duration WINDOW = Duration.ofMinutes(1);

	/**
	 * Returns an empty window.
	 */
	protected abstract CallWindow window(CallLimit limit);

	protected abstract void pass(Duration time);

	private static CallLimit limit(int calls, int burst) {
		return new CallLimit(calls, burst, WINDOW);
	}

	@Test
	void letsAllCallsOfUsersThroughAtOnceAndNoMoreWithinTheWindow() {
		CallWindow window = window(limit(5, 2));
		for (int i = 0; i < 5; i++) {
			assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
			pass(Duration.ofSeconds(1));
		}
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(55));
		pass(Duration.ofSeconds(55).minusNanos(1000));
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofNanos(1000));
		pass(Duration.ofNanos(1000));
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void saysHowManyCallsAUserCouldMake() {
		CallWindow window = window(limit(5, 2));
		for (int left = 4; left >= 0; left--) {
			window.tryAcquire(CallPriority.USER);
			assertThat(window.available()).isEqualTo(left);
		}
		pass(WINDOW);
		window.tryAcquire(CallPriority.USER);
		assertThat(window.available()).isEqualTo(4);
		window.pause(Duration.ofSeconds(5));
		assertThat(window.available()).isZero();
	}

	@Test
	void backgroundLeavesTheBurstToUsers() {
		CallWindow window = window(limit(4, 3));
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isZero();
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isEqualTo(WINDOW);
		for (int i = 0; i < 3; i++) {
			assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		}
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(WINDOW);
	}

	@Test
	void backgroundHasAboutOneCallInTwentyHoweverManyUsersThereAre() {
		CallWindow window = window(limit(100, 20));
		saturate(window, Duration.ofMinutes(1), true);
		int[] taken = saturate(window, Duration.ofMinutes(4), true);
		assertThat(taken[CallPriority.BACKGROUND.ordinal()]).isBetween(16, 24);
		assertThat(taken[0] + taken[1]).isBetween(390, 400);
	}

	@Test
	void backgroundThatDoesNotAskHoldsNothingBack() {
		CallWindow window = window(limit(100, 20));
		saturate(window, Duration.ofMinutes(1), true);
		saturate(window, Duration.ofMinutes(1), false);
		assertThat(saturate(window, Duration.ofMinutes(2), false)[CallPriority.USER.ordinal()]).isBetween(199, 200);
	}

	/**
	 * Has users ask 120 times a minute, and the background 60 times.
	 */
	private int[] saturate(CallWindow window, Duration duration, boolean withBackground) {
		int[] taken = new int[CallPriority.values().length];
		for (long half = 1; half <= duration.toSeconds() * 2; half++) {
			pass(Duration.ofMillis(500));
			taken[CallPriority.USER.ordinal()] += window.tryAcquire(CallPriority.USER).retryAfter().isZero() ? 1 : 0;
			if (withBackground && half % 2 == 0) {
				taken[CallPriority.BACKGROUND
					.ordinal()] += window.tryAcquire(CallPriority.BACKGROUND).retryAfter().isZero() ? 1 : 0;
			}
		}
		return taken;
	}

	@Test
	void usersCallsCountForTheBackground() {
		CallWindow window = window(limit(4, 1));
		for (int i = 0; i < 3; i++) {
			assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
		}
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isEqualTo(WINDOW);
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
	}

	@Test
	void backgroundIsSpreadOverTheWindow() {
		CallWindow window = window(limit(80, 20));
		Duration wait = Duration.ZERO;
		while (wait.isZero()) {
			wait = window.tryAcquire(CallPriority.BACKGROUND).retryAfter();
		}
		assertThat(wait).isEqualTo(Duration.ofSeconds(1));
		pass(Duration.ofMillis(999));
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isEqualTo(Duration.ofMillis(1));
		pass(Duration.ofMillis(1));
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isZero();
	}

	@Test
	void backgroundThatComesLateCatchesUpByTwoSecondsAndNoMore() {
		CallWindow window = window(limit(80, 20));
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isZero();
		pass(Duration.ofSeconds(10));
		for (int i = 0; i < 3; i++) {
			assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isZero();
		}
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void pauseHoldsForAllAndTheLongestStays() {
		CallWindow window = window(limit(5, 1));
		window.pause(Duration.ofSeconds(10));
		window.pause(Duration.ofSeconds(2));
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(10));
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).retryAfter()).isEqualTo(Duration.ofSeconds(10));
		pass(Duration.ofSeconds(10));
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void noWindowHoldsMoreThanTheLimitAndAllOfItIsUsed(long seed) {
		Random random = new Random(seed);
		CallWindow window = window(limit(20, 5));
		List<Long> calls = new ArrayList<>();
		long now = 0;
		while (now < WINDOW.multipliedBy(10).toMillis()) {
			CallPriority priority = random.nextInt(3) == 0 ? CallPriority.USER : CallPriority.BACKGROUND;
			if (window.tryAcquire(priority).retryAfter().isZero()) {
				calls.add(now);
			}
			long step = (random.nextInt(20) == 0) ? random.nextInt(10_000) : random.nextInt(1000);
			now += step;
			pass(Duration.ofMillis(step));
		}
		assertThat(most(calls, WINDOW.toMillis())).isEqualTo(20);
		assertThat(calls).hasSizeBetween(180, 220);
	}

	/**
	 * Returns the most calls that a window holds, wherever it begins.
	 */
	public static int most(List<Long> times, long window) {
		List<Long> sorted = times.stream().sorted().toList();
		int most = 0;
		int first = 0;
		for (int last = 0; last < sorted.size(); last++) {
			while (sorted.get(last) - sorted.get(first) >= window) {
				first++;
			}
			most = Math.max(most, last - first + 1);
		}
		return most;
	}

}
