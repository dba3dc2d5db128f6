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
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One timer for all deliveries, on a clock that only moves when told.
 */
class DeliveryTimerTests {

	private final Timers timers = new Timers();

	private final List<String> overdue = new ArrayList<>();

	private long now = Long.MAX_VALUE - 1000;

	private final DeliveryTimer timer = new DeliveryTimer(this.timers, Duration.ofSeconds(60),
			(watch) -> this.overdue.add(watch.event().orderId()), () -> this.now);

	@Test
	void quickDeliveriesShareOneTimer() {
		for (int i = 0; i < 1000; i++) {
			this.timer.end(begin("ORD-" + i));
		}
		assertThat(this.timers.pending).hasSize(1);
		advance(Duration.ofMinutes(2));
		assertThat(this.overdue).isEmpty();
		assertThat(this.timers.pending).as("nothing is under way").isEmpty();
		begin("ORD-1000");
		assertThat(this.timers.pending).hasSize(1);
	}

	@Test
	void eachDeliveryIsOverdueAfterItsOwnTime() {
		this.timer.end(begin("quick"));
		advance(Duration.ofSeconds(10));
		begin("first");
		advance(Duration.ofSeconds(20));
		ListenerWatch ended = begin("ended");
		begin("second");
		advance(Duration.ofSeconds(39));
		assertThat(this.overdue).isEmpty();
		advance(Duration.ofSeconds(1));
		assertThat(this.overdue).containsExactly("first");
		this.timer.end(ended);
		advance(Duration.ofSeconds(20));
		assertThat(this.overdue).containsExactly("first", "second");
		advance(Duration.ofHours(1));
		assertThat(this.overdue).hasSize(2);
	}

	@Test
	void timerThatWasCancelledByStoppingIsReplaced() {
		this.timer.end(begin("before"));
		this.timers.pending.forEach((timer) -> timer.cancel(false));
		this.timers.pending.clear();
		begin("after");
		advance(Duration.ofSeconds(60));
		assertThat(this.overdue).containsExactly("after");
	}

	private ListenerWatch begin(String orderId) {
		ListenerWatch watch = new ListenerWatch(new KaspiOrderCancelledEvent(orderId + ":CANCELLED", orderId, null,
				BigDecimal.TEN, Instant.EPOCH, KaspiEventSource.WEBHOOK));
		this.timer.begin(watch);
		return watch;
	}

	private void advance(Duration time) {
		for (long second = 0; second < time.toSeconds(); second++) {
			this.now += Duration.ofSeconds(1).toNanos();
			this.timers.runDue();
		}
	}

	private final class Timers extends CallersThread {

		private final List<Timer> pending = new ArrayList<>();

		@Override
		public Future<?> after(Duration delay, Runnable task) {
			Timer timer = new Timer(DeliveryTimerTests.this.now + delay.toNanos(), task);
			this.pending.add(timer);
			return timer;
		}

		private void runDue() {
			List<Timer> due = this.pending.stream()
				.filter((timer) -> timer.at - DeliveryTimerTests.this.now <= 0)
				.toList();
			this.pending.removeAll(due);
			due.forEach((timer) -> timer.task.run());
		}

	}

	private static final class Timer extends CompletableFuture<Void> {

		private final long at;

		private final Runnable task;

		private Timer(long at, Runnable task) {
			this.at = at;
			this.task = task;
		}

	}

}
