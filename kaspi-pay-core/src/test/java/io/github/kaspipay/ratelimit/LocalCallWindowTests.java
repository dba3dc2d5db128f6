/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LocalCallWindowTests extends CallWindowContract {

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);

	@Override
	protected LocalCallWindow window(CallLimit limit) {
		return new LocalCallWindow(limit, this.time::get);
	}

	@Override
	protected void pass(Duration duration) {
		this.time.addAndGet(duration.toNanos());
	}

	@Test
	void callsTakenElsewhereCountWhateverTheLimit() {
		LocalCallWindow window = window(new CallLimit(2, 0, WINDOW));
		for (int i = 0; i < 5; i++) {
			window.count();
			pass(Duration.ofSeconds(1));
		}
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isEqualTo(Duration.ofSeconds(58));
		pass(Duration.ofSeconds(58));
		assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
	}

	@Test
	void saysHowManyCallsAUserCouldMakeThoughNobodyAskedSince() {
		LocalCallWindow window = window(new CallLimit(5, 2, WINDOW));
		window.tryAcquire(CallPriority.USER);
		window.count();
		pass(WINDOW.minusNanos(1));
		assertThat(window.available()).isEqualTo(3);
		pass(Duration.ofNanos(1));
		assertThat(window.available()).isEqualTo(5);
		window.pause(Duration.ofSeconds(1));
		pass(Duration.ofSeconds(1));
		assertThat(window.available()).isEqualTo(5);
	}

	/**
	 * Twenty of a hundred calls a minute take 12 seconds.
	 */
	@Test
	void backgroundThatWentWithoutForTwentyCallsGoesBeforeUsers() {
		LocalCallWindow window = window(new CallLimit(100, 20, WINDOW));
		take(window, 99);
		pass(Duration.ofSeconds(12).minusNanos(1));
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).isAcquired()).isFalse();
		assertThat(window.available()).isEqualTo(1);
		pass(Duration.ofNanos(1));
		assertThat(window.available()).isZero();
		assertThat(window.tryAcquire(CallPriority.USER).isAcquired()).isFalse();
		assertThat(window.tryAcquire(CallPriority.BACKGROUND).isAcquired()).isTrue();
	}

	@Test
	void backgroundThatStoppedAskingIsOwedNothing() {
		LocalCallWindow window = window(new CallLimit(100, 20, WINDOW));
		take(window, 99);
		pass(Duration.ofSeconds(10));
		window.tryAcquire(CallPriority.BACKGROUND);
		pass(Duration.ofSeconds(2));
		assertThat(window.tryAcquire(CallPriority.USER).isAcquired()).isTrue();
	}

	@Test
	void backgroundThatHasYetToAskIsOwedNothing() {
		LocalCallWindow window = window(new CallLimit(1000, 20, WINDOW));
		pass(Duration.ofSeconds(3));
		take(window, 1000);
	}

	private static void take(LocalCallWindow window, int calls) {
		for (int i = 0; i < calls; i++) {
			assertThat(window.tryAcquire(CallPriority.USER).isAcquired()).isTrue();
		}
	}

	/**
	 * The numbers of a shop at the default limit: 30 customers a minute at random
	 * moments, and more open orders than can be asked about, looked at every second.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void usersNeverWaitForTheBackground(long seed) {
		Random random = new Random(seed);
		LocalCallWindow window = window(CallLimit.perMinute(100, 20, Duration.ofSeconds(2)));
		int background = 0;
		int users = 0;
		double nextUser = 0;
		for (int second = 0; second < 3600; second++) {
			Queue<Double> moments = new PriorityQueue<>();
			for (; nextUser < second + 1; nextUser -= 2 * Math.log(1 - random.nextDouble())) {
				moments.add(nextUser - second);
			}
			double passed = 0;
			for (double moment : moments) {
				pass(Duration.ofNanos((long) ((moment - passed) * 1e9)));
				passed = moment;
				assertThat(window.tryAcquire(CallPriority.USER).retryAfter()).isZero();
				users++;
			}
			pass(Duration.ofNanos((long) ((1 - passed) * 1e9)));
			while (window.tryAcquire(CallPriority.BACKGROUND).retryAfter().isZero()) {
				background++;
			}
		}
		assertThat(users).isBetween(1600, 2000);
		assertThat(background + users).as("sustained calls in an hour").isGreaterThan(4400);
	}

}
