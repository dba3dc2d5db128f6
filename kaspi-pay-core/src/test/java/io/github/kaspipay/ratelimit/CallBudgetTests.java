/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiRateLimitException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Users' calls in real time, the background's in between.
 */
@Timeout(60)
class CallBudgetTests {

	private static final Duration PATIENT = Duration.ofSeconds(30);

	private static CallBudget budget(int calls, int burst, Duration window, Duration maxWait) {
		return new CallBudget(new LocalCallWindow(new CallLimit(calls, burst, window)), maxWait);
	}

	@Test
	void userWaitsUntilACallIsLeft() {
		CallBudget budget = budget(2, 0, Duration.ofMillis(300), PATIENT);
		long started = System.nanoTime();
		for (int call = 0; call < 5; call++) {
			budget.acquire(PATIENT);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
	}

	@Test
	void userIsToldHowLongToWaitWhereItIsTooLong() {
		CallBudget budget = budget(1, 0, Duration.ofSeconds(20), Duration.ofMillis(10));
		budget.acquire(PATIENT);
		assertThatExceptionOfType(KaspiRateLimitException.class).isThrownBy(() -> budget.acquire(PATIENT))
			.withMessageContaining("kaspi.pay.rate-limit.requests-per-minute")
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20)));
	}

	@Test
	void userHasNoMoreTimeThanTheCall() {
		CallBudget budget = budget(1, 0, Duration.ofSeconds(20), PATIENT);
		budget.acquire(PATIENT);
		assertThatExceptionOfType(KaspiRateLimitException.class)
			.isThrownBy(() -> budget.acquire(Duration.ofMillis(10)));
	}

	@Test
	void pauseHoldsForUsersAndForTheBackground() {
		CallBudget budget = budget(10, 0, Duration.ofMinutes(1), PATIENT);
		long started = System.nanoTime();
		budget.pause(Duration.ofMillis(500));
		budget.pause(Duration.ofMillis(1));
		assertThat(budget.tryAcquireInBackground()).isFalse();
		budget.acquire(PATIENT);
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
	}

	@Test
	void backgroundLeavesTheBurstToUsers() {
		CallBudget budget = budget(3, 2, Duration.ofMinutes(1), Duration.ZERO);
		assertThat(budget.tryAcquireInBackground()).isTrue();
		assertThat(budget.tryAcquireInBackground()).isFalse();
		budget.acquire(PATIENT);
		budget.acquire(PATIENT);
		assertThatExceptionOfType(KaspiRateLimitException.class).isThrownBy(() -> budget.acquire(PATIENT));
	}

	@Test
	void usersGoInTheOrderInWhichTheyCame() throws Exception {
		GatedWindow window = new GatedWindow();
		CallBudget budget = new CallBudget(window, PATIENT);
		List<Thread> users = IntStream.range(0, 4).mapToObj((number) -> waitingUser(budget)).toList();
		window.open = true;
		for (Thread user : users) {
			user.join();
		}
		assertThat(window.served).containsExactlyElementsOf(users);
	}

	@Test
	void userBehindAnotherHasNoMoreTimeThanTheCall() throws Exception {
		GatedWindow window = new GatedWindow();
		CallBudget budget = new CallBudget(window, PATIENT);
		Thread first = waitingUser(budget);
		assertThatExceptionOfType(KaspiRateLimitException.class)
			.isThrownBy(() -> budget.acquire(Duration.ofMillis(10)));
		window.open = true;
		first.join();
		assertThat(window.served).containsExactly(first);
	}

	@Test
	void userBehindACallThatIsBeingAskedForHasNoMoreTimeThanTheCall() throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		CallBudget budget = new CallBudget(new RemoteWindow(answer), PATIENT);
		Thread first = new Thread(() -> budget.acquire(PATIENT));
		first.start();
		await().until(() -> first.getState() == Thread.State.WAITING);
		assertThatExceptionOfType(KaspiRateLimitException.class)
			.isThrownBy(() -> budget.acquire(Duration.ofMillis(10)));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(() -> budget.acquire(PATIENT));
		assertThat(Thread.interrupted()).isTrue();
		answer.countDown();
		first.join();
	}

	@Test
	void userWhoComesWhileTheQueueMovesOnOvertakesNobody() throws Exception {
		for (int round = 0; round < 200; round++) {
			Semaphore left = new Semaphore(0);
			CallBudget budget = new CallBudget(new SoonWindow(left), PATIENT);
			Thread first = waitingUser(budget);
			Thread second = waitingUser(budget);
			left.release(2);
			while (left.availablePermits() > 1) {
				Thread.onSpinWait();
			}
			long until = System.nanoTime() + round % 50 * 1_000L;
			while (System.nanoTime() < until) {
				Thread.onSpinWait();
			}
			assertThatExceptionOfType(KaspiRateLimitException.class).as("round %d", round)
				.isThrownBy(() -> budget.acquire(Duration.ofMillis(1)));
			first.join();
			second.join();
		}
	}

	@Test
	void userWhoIsInterruptedStaysInterrupted() {
		CallBudget budget = budget(1, 0, Duration.ofMinutes(1), PATIENT);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(() -> budget.acquire(PATIENT))
			.withMessageContaining("nothing was sent");
		assertThat(Thread.interrupted()).isTrue();
		budget.acquire(Duration.ZERO);
	}

	@Test
	void noPauseIsLongerThanAnHour() {
		AtomicReference<Duration> paused = new AtomicReference<>();
		CallBudget budget = new CallBudget(new GatedWindow() {

			@Override
			public void pause(Duration pause) {
				paused.set(pause);
			}

		}, PATIENT);
		budget.pause(Duration.ofMinutes(59));
		assertThat(paused).hasValue(Duration.ofMinutes(59));
		budget.pause(Duration.ofDays(1));
		assertThat(paused).hasValue(Duration.ofHours(1));
	}

	private static Thread waitingUser(CallBudget budget) {
		Thread user = new Thread(() -> budget.acquire(PATIENT));
		user.start();
		while (user.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
		return user;
	}

	private static class GatedWindow implements CallWindow {

		private final List<Thread> served = new ArrayList<>();

		private volatile boolean open;

		@Override
		public CallPermit tryAcquire(CallPriority priority) {
			if (!this.open) {
				return new CallPermit(Duration.ofMillis(100));
			}
			this.served.add(Thread.currentThread());
			return new CallPermit(Duration.ZERO);
		}

		@Override
		public void pause(Duration pause) {
		}

	}

	/**
	 * As one that asks elsewhere, and waits for the answer.
	 */
	private record RemoteWindow(CountDownLatch answer) implements CallWindow {

		@Override
		public CallPermit tryAcquire(CallPriority priority) {
			try {
				this.answer.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return new CallPermit(Duration.ZERO);
		}

		@Override
		public void pause(Duration pause) {
		}

	}

	/**
	 * As one in memory, with a call left soon.
	 */
	private record SoonWindow(Semaphore left) implements CallWindow {

		@Override
		public CallPermit tryAcquire(CallPriority priority) {
			return new CallPermit(this.left.tryAcquire() ? Duration.ZERO : Duration.ofMillis(2));
		}

		@Override
		public boolean answersAtOnce() {
			return true;
		}

		@Override
		public void pause(Duration pause) {
		}

	}

}
