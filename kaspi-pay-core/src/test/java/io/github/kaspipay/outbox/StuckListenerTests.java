/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.github.kaspipay.CallersThread;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.testsupport.MutableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a thread whose listener has no time left, with timers that a test runs.
 */
class StuckListenerTests {

	private final List<Boolean> interruptedAtPutOff = new ArrayList<>();

	private final InMemoryEventOutbox outbox = new InMemoryEventOutbox(new MutableClock("2026-05-09T16:20:00Z")) {

		@Override
		public synchronized void putOff(LeasedEvent leased, @Nullable Duration pause, String error) {
			StuckListenerTests.this.interruptedAtPutOff.add(Thread.currentThread().isInterrupted());
			super.putOff(leased, pause, error);
		}

	};

	private final Timers threads = new Timers();

	@Test
	void isReplacedUntilItReturns() {
		deliver(() -> {
			this.threads.runTimers();
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
			assertThat(this.threads.replaced).isZero();
			this.threads.runTimers();
			assertThat(this.threads.replaced).isEqualTo(1);
			assertThat(this.threads.returned).isZero();
		});
		assertThat(this.threads.returned).isEqualTo(1);
		assertThat(Thread.interrupted()).isFalse();
		assertThat(this.outbox.findParked(1)).extracting(ParkedEvent::lastError)
			.containsExactly("Listener unknown took longer than PT0S");
	}

	@Test
	void isNotReplacedOnceItReturned() {
		deliver(this.threads::runTimers);
		this.threads.runTimers();
		assertThat(this.threads.replaced).isZero();
		assertThat(this.threads.returned).isZero();
		assertThat(Thread.interrupted()).isFalse();
		assertThat(this.outbox.countParked()).isEqualTo(1);
	}

	@Test
	void isWatchedNoLongerOnceItReturnedInTime() {
		deliver(() -> {
		}, Duration.ofHours(1));
		this.threads.runTimers();
		assertThat(this.threads.timers).as("nothing is under way").isEmpty();
		assertThat(this.outbox.countParked()).isZero();
	}

	@Test
	void isMissedByNobodyWhereNoMoreAreReplaced() {
		this.threads.replaces = false;
		deliver(() -> {
			this.threads.runTimers();
			this.threads.runTimers();
		});
		assertThat(this.threads.replaced).isEqualTo(1);
		assertThat(this.threads.returned).isZero();
	}

	@Test
	void interruptFromElsewhereReachesNeitherTheOutboxNorWhatFollows() {
		deliver(() -> {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("stopped");
		});
		assertThat(Thread.interrupted()).isFalse();
		assertThat(this.interruptedAtPutOff).containsExactly(false);
		assertThat(this.outbox.findParked(1)).extracting(ParkedEvent::lastError)
			.containsExactly("Listener unknown threw java.lang.IllegalStateException: stopped");
	}

	private void deliver(Runnable listener) {
		deliver(listener, Duration.ZERO);
	}

	private void deliver(Runnable listener, Duration timeout) {
		KaspiEventDispatcher dispatcher = new KaspiEventDispatcher(this.outbox, (event) -> listener.run(),
				new RedeliveryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1)), this.threads, timeout);
		KaspiOrderEvent event = new KaspiOrderPaidEvent("ORD-1:PAID", "ORD-1", null, BigDecimal.TEN, Instant.EPOCH,
				KaspiEventSource.WEBHOOK, Instant.EPOCH, false);
		this.outbox.add(List.of(event), true, List.of());
		dispatcher.dispatch(List.of(event));
	}

	private static final class Timers extends CallersThread {

		private final List<Runnable> timers = new ArrayList<>();

		private boolean replaces = true;

		private int replaced;

		private int returned;

		@Override
		public Future<?> after(Duration delay, Runnable task) {
			this.timers.add(task);
			return new CompletableFuture<>();
		}

		@Override
		public boolean replaceStuck() {
			this.replaced++;
			return this.replaces;
		}

		@Override
		public void stuckReturned() {
			this.returned++;
		}

		private void runTimers() {
			List<Runnable> due = List.copyOf(this.timers);
			this.timers.clear();
			due.forEach(Runnable::run);
		}

	}

}
