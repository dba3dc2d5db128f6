/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.event.EventListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for listeners that do not return, on real threads.
 */
class ListenerTimeoutTests {

	private static final Duration TIMEOUT = Duration.ofMillis(300);

	private final InMemoryEventOutbox outbox = new InMemoryEventOutbox(Clock.systemUTC());

	private final KaspiPayWorkers workers = new KaspiPayWorkers(4);

	private final Hanging hanging = new Hanging();

	private final AnnotationConfigApplicationContext context = context(this.hanging);

	private final KaspiEventDispatcher dispatcher = new KaspiEventDispatcher(this.outbox, this.context,
			new RedeliveryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1)), this.workers, TIMEOUT);

	@AfterEach
	void end() {
		this.hanging.released.countDown();
		this.workers.stop();
		this.context.close();
	}

	@Test
	void hangingListenerIsInterruptedAndCountedWhileOtherOrdersGoOn() {
		start();
		write("hangs");
		for (int i = 0; i < 25; i++) {
			write("ORD-" + i);
		}
		await().until(() -> this.hanging.delivered.size() == 25);
		await().until(() -> this.dispatcher.countParked() == 1);
		assertThat(this.hanging.begun).hasValue(2);
		ParkedEvent parked = this.dispatcher.findParked().get(0);
		assertThat(parked.attempts()).isEqualTo(2);
		assertThat(parked.lastError()).contains("Hanging.on").contains("took longer than");
	}

	@Test
	void listenerThatSwallowsTheInterruptHasFailedAllTheSame() {
		start();
		this.hanging.swallows = true;
		write("hangs");
		await().until(() -> this.dispatcher.countParked() == 1);
		assertThat(this.hanging.begun).hasValue(2);
	}

	@Test
	void interruptIsNotLeftOnTheThread() {
		start();
		write("hangs");
		await().until(() -> this.dispatcher.countParked() == 1);
		for (int i = 0; i < 20; i++) {
			write("ORD-" + i);
		}
		await().until(() -> this.hanging.delivered.size() == 20);
		assertThat(this.hanging.interruptedAtStart).hasValue(0);
	}

	@Test
	void interruptThatAListenerRestoresIsNotTheNextEventsOfItsOrder() {
		start();
		List<KaspiOrderEvent> events = List.of(paid("restores", "1"), paid("restores", "2"));
		this.outbox.add(events, true, List.of());
		this.dispatcher.dispatch(events);
		await().until(() -> this.hanging.delivered.size() == 2);
		assertThat(this.hanging.interruptedAtStart).hasValue(0);
	}

	@Test
	void eventWhoseListenerIgnoresTheInterruptIsNeverTakenAgainAndItsThreadIsReplaced() {
		start();
		this.hanging.ignores = true;
		for (int i = 0; i < 4; i++) {
			write("hangs-" + i);
		}
		await().until(() -> this.hanging.begun.get() == 4);
		for (int i = 0; i < 25; i++) {
			write("ORD-" + i);
		}
		await().until(() -> this.hanging.delivered.size() == 25);
		assertThat(this.hanging.begun).hasValue(4);
		this.hanging.ignores = false;
		this.hanging.released.countDown();
		await().until(() -> Set.copyOf(this.hanging.delivered).size() == 29);
	}

	private void start() {
		this.workers.every(Duration.ofMillis(20), this.dispatcher::sweep);
		this.workers.start();
	}

	private void write(String orderId) {
		KaspiOrderEvent event = paid(orderId, "PAID");
		boolean accepts = this.dispatcher.accepts();
		this.outbox.add(List.of(event), accepts, List.of());
		if (accepts) {
			this.dispatcher.dispatch(List.of(event));
		}
	}

	private static KaspiOrderEvent paid(String orderId, String suffix) {
		return new KaspiOrderPaidEvent(orderId + ":" + suffix, orderId, null, BigDecimal.TEN, Instant.EPOCH,
				KaspiEventSource.WEBHOOK, Instant.EPOCH, false);
	}

	private static AnnotationConfigApplicationContext context(Hanging hanging) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(Hanging.class, () -> hanging);
		context.refresh();
		return context;
	}

	static class Hanging {

		final CountDownLatch released = new CountDownLatch(1);

		final AtomicInteger begun = new AtomicInteger();

		final AtomicInteger interruptedAtStart = new AtomicInteger();

		final Queue<String> delivered = new ConcurrentLinkedQueue<>();

		volatile boolean swallows;

		volatile boolean ignores;

		@EventListener
		void on(KaspiOrderPaidEvent event) throws InterruptedException {
			if (Thread.currentThread().isInterrupted()) {
				this.interruptedAtStart.incrementAndGet();
			}
			if (event.orderId().startsWith("hangs")) {
				this.begun.incrementAndGet();
				hang();
			}
			if (event.orderId().equals("restores")) {
				Thread.currentThread().interrupt();
			}
			this.delivered.add(event.orderId());
		}

		private void hang() throws InterruptedException {
			do {
				try {
					this.released.await();
				}
				catch (InterruptedException ex) {
					if (!this.swallows && !this.ignores) {
						throw ex;
					}
				}
			}
			while (this.ignores && this.released.getCount() > 0);
		}

	}

}
