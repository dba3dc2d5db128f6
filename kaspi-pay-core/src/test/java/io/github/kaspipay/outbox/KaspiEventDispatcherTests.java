/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.kaspipay.CallersThread;
import io.github.kaspipay.Undeclared;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Delivery to listeners that throw, on a clock that only moves when told.
 */
class KaspiEventDispatcherTests {

	private final MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");

	private final InMemoryEventOutbox outbox = new InMemoryEventOutbox(this.clock);

	private final List<String> heard = new ArrayList<>();

	private final List<String> poison = new ArrayList<>();

	private int written;

	private final KaspiEventDispatcher dispatcher = dispatcher(new CallersThread());

	@Test
	void eventsOfAnOrderAreDeliveredInTheirOrder() {
		write(paid("ORD-1"), cancelled("ORD-1"));
		assertThat(this.heard).containsExactly("ORD-1:PAID", "ORD-1:CANCELLED");
		this.dispatcher.sweep();
		assertThat(this.heard).hasSize(2);
	}

	@Test
	void failedEventIsRepeatedAfterGrowingPausesAndThenParkedWithItsAttemptsAndLastError() {
		this.poison.add("ORD-1:PAID");
		write(paid("ORD-1"));
		List<Long> attemptsAt = new ArrayList<>(List.of(0L));
		for (long second = 0; second < 600; second++) {
			int before = this.heard.size();
			this.dispatcher.sweep();
			if (this.heard.size() > before) {
				attemptsAt.add(second);
			}
			this.clock.advance(Duration.ofSeconds(1));
		}
		assertThat(attemptsAt).containsExactly(0L, 10L, 30L, 60L);
		assertThat(this.dispatcher.countParked()).isEqualTo(1);
		assertThat(this.dispatcher.findParked()).singleElement().satisfies((parked) -> {
			assertThat(parked.eventId()).isEqualTo("ORD-1:PAID");
			assertThat(parked.kind()).isEqualTo("PAID");
			assertThat(parked.orderId()).isEqualTo("ORD-1");
			assertThat(parked.attempts()).isEqualTo(4);
			assertThat(parked.lastError()).contains("listener of ORD-1:PAID");
		});
	}

	/**
	 * A listener that declares it, one that need not, as in Kotlin, and one that passes
	 * on what another thread threw.
	 */
	@ParameterizedTest
	@ValueSource(classes = { Declaring.class, Undeclaring.class, PassingOn.class })
	void checkedExceptionOfAListenerIsAFailureLikeAnyOther(Class<?> listener) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(listener)) {
			KaspiEventDispatcher dispatcher = dispatcher(context, new CallersThread());
			this.outbox.add(List.of(paid("ORD-1")), true, List.of());
			dispatcher.dispatch(List.of(paid("ORD-1")));
			for (int second = 0; second < 600; second++) {
				dispatcher.sweep();
				this.clock.advance(Duration.ofSeconds(1));
			}
			assertThat(dispatcher.findParked()).singleElement().satisfies((parked) -> {
				assertThat(parked.attempts()).isEqualTo(4);
				assertThat(parked.lastError()).contains(listener.getName() + ".")
					.endsWith("threw java.io.IOException: mail server");
			});
		}
	}

	static class Declaring {

		@EventListener
		void on(KaspiOrderPaidEvent event) throws IOException {
			throw new IOException("mail server");
		}

	}

	static class PassingOn {

		@EventListener
		void on(KaspiOrderPaidEvent event) {
			IOException elsewhere = new IOException("mail server");
			elsewhere.setStackTrace(new StackTraceElement[0]);
			throw new UndeclaredThrowableException(elsewhere);
		}

	}

	static class Undeclaring implements ApplicationListener<PayloadApplicationEvent<KaspiOrderPaidEvent>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<KaspiOrderPaidEvent> event) {
			Undeclared.raise(new IOException("mail server"));
		}

	}

	@Test
	void poisonedEventHoldsUpOnlyItsOwnOrder() {
		this.poison.add("ORD-1:PAID");
		write(paid("ORD-1"), cancelled("ORD-1"));
		write(paid("ORD-2"));
		assertThat(this.heard).containsExactly("ORD-1:PAID", "ORD-2:PAID");
		this.poison.clear();
		this.clock.advance(Duration.ofSeconds(10));
		this.dispatcher.sweep();
		assertThat(this.heard.subList(2, 4)).containsExactly("ORD-1:PAID", "ORD-1:CANCELLED");
	}

	@Test
	void eventWrittenWhileAnOlderOneOfItsOrderFailsWaitsForIt() {
		this.poison.add("ORD-1:PAID");
		write(paid("ORD-1"));
		write(cancelled("ORD-1"));
		assertThat(this.heard).containsExactly("ORD-1:PAID");
		this.poison.clear();
		this.clock.advance(Duration.ofSeconds(10));
		this.dispatcher.sweep();
		assertThat(this.heard).containsExactly("ORD-1:PAID", "ORD-1:PAID", "ORD-1:CANCELLED");
	}

	@Test
	void parkedEventIsRedeliveredByHandWithAllThatWaitedBehindIt() {
		park("ORD-1", paid("ORD-1"), cancelled("ORD-1"));
		assertThat(this.heard).hasSize(4).containsOnly("ORD-1:PAID");
		assertThat(this.dispatcher.redeliver("ORD-2:PAID")).isFalse();
		assertThat(this.dispatcher.redeliver("ORD-1:CANCELLED")).isFalse();
		this.poison.clear();
		this.heard.clear();
		assertThat(this.dispatcher.redeliver("ORD-1:PAID")).isTrue();
		this.dispatcher.sweep();
		assertThat(this.heard).containsExactly("ORD-1:PAID", "ORD-1:CANCELLED");
		assertThat(this.dispatcher.redeliver("ORD-1:PAID")).isFalse();
		assertThat(this.dispatcher.findParked()).isEmpty();
	}

	@Test
	void parkedEventsAreRedeliveredByKindOrAllAtOnce() {
		park("ORD-1", paid("ORD-1"));
		park("ORD-2", cancelled("ORD-2"));
		park("ORD-3", cancelled("ORD-3"));
		this.poison.clear();
		this.heard.clear();
		assertThat(this.dispatcher.redeliverAll(KaspiOrderPaidEvent.class)).isEqualTo(1);
		this.dispatcher.sweep();
		assertThat(this.heard).containsExactly("ORD-1:PAID");
		assertThat(this.dispatcher.redeliverAll()).isEqualTo(2);
		this.dispatcher.sweep();
		assertThat(this.heard).containsExactly("ORD-1:PAID", "ORD-2:CANCELLED", "ORD-3:CANCELLED");
		assertThat(this.dispatcher.redeliverAll()).isZero();
	}

	@Test
	void byDefaultRetriesGoOnForThreeDays() {
		RedeliveryPolicy policy = new RedeliveryPolicy(440, Duration.ofSeconds(1), Duration.ofMinutes(10));
		Duration sum = Duration.ZERO;
		for (int attempt = 1; policy.repeatsAfter(attempt); attempt++) {
			sum = sum.plus(policy.pauseAfter(attempt));
		}
		assertThat(sum).isBetween(Duration.ofDays(3).minusHours(1), Duration.ofDays(3).plusHours(1));
	}

	@Test
	void listenerBeforeOneThatThrewHearsTheSameEventAgain() {
		List<String> first = new ArrayList<>();
		AtomicInteger failures = new AtomicInteger();
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.refresh();
			context.addApplicationListener((event) -> {
				if (event instanceof PayloadApplicationEvent<?> payload) {
					first.add(((KaspiOrderEvent) payload.getPayload()).eventId());
				}
			});
			context.addApplicationListener((event) -> {
				if (event instanceof PayloadApplicationEvent<?> && failures.getAndIncrement() == 0) {
					throw new IllegalStateException("second listener");
				}
			});
			KaspiEventDispatcher dispatcher = dispatcher(context, new CallersThread());
			this.outbox.add(List.of(paid("ORD-1")), false, List.of());
			dispatcher.sweep();
			this.clock.advance(Duration.ofSeconds(10));
			dispatcher.sweep();
		}
		assertThat(first).containsExactly("ORD-1:PAID", "ORD-1:PAID");
		assertThat(failures).hasValue(2);
	}

	@Test
	void listenersErrorIsAFailureLikeAnyOther() {
		KaspiEventDispatcher dispatcher = dispatcher((event) -> {
			throw new StackOverflowError();
		}, new CallersThread());
		this.outbox.add(List.of(paid("ORD-1")), false, List.of());
		for (int i = 0; i < 10; i++) {
			dispatcher.sweep();
			this.clock.advance(Duration.ofMinutes(1));
		}
		assertThat(dispatcher.findParked()).hasSize(1);
	}

	@Test
	void whatIsWrittenWhileNoThreadIsFreeIsFoundAsSoonAsOneIs() {
		Queued threads = new Queued(2);
		KaspiEventDispatcher dispatcher = dispatcher(threads);
		assertThat(write(dispatcher, 300)).as("no more than can begin before their leases are over").isEqualTo(4);
		threads.runAll();
		assertThat(this.heard).hasSize(300).doesNotHaveDuplicates();
	}

	@Test
	void moreIsKeptInHandWhileDeliveriesAreQuick() {
		Queued threads = new Queued(2);
		KaspiEventDispatcher dispatcher = dispatcher(threads);
		await().untilAsserted(() -> {
			threads.runAll();
			assertThat(write(dispatcher, 20)).isEqualTo(16);
		});
		threads.runAll();
		assertThat(this.heard).hasSize(this.written).doesNotHaveDuplicates();
	}

	/**
	 * Writes events, and says how many the dispatcher took at once.
	 */
	private int write(KaspiEventDispatcher dispatcher, int number) {
		int leased = 0;
		for (int i = 0; i < number; i++) {
			KaspiOrderEvent event = paid("ORD-" + this.written++);
			boolean accepts = dispatcher.accepts();
			this.outbox.add(List.of(event), accepts, List.of());
			if (accepts) {
				leased++;
				dispatcher.dispatch(List.of(event));
			}
		}
		return leased;
	}

	@Test
	void eventIsGivenToOneDeliveryAtATime() {
		KaspiEventDispatcher[] dispatcher = new KaspiEventDispatcher[1];
		dispatcher[0] = dispatcher((event) -> {
			this.heard.add(((KaspiOrderEvent) event).eventId());
			dispatcher[0].sweep();
		}, new CallersThread());
		this.outbox.add(List.of(paid("ORD-1"), cancelled("ORD-1")), true, List.of());
		dispatcher[0].dispatch(List.of(paid("ORD-1"), cancelled("ORD-1")));
		assertThat(this.heard).containsExactly("ORD-1:PAID", "ORD-1:CANCELLED");
	}

	@Test
	void rejectedDeliveryIsMadeLaterAndDoesNotCount() {
		AtomicInteger rejected = new AtomicInteger();
		KaspiEventDispatcher dispatcher = dispatcher(new CallersThread() {

			@Override
			public void execute(Runnable delivery) {
				if (rejected.getAndIncrement() < 5) {
					throw new RejectedExecutionException("stopped");
				}
				super.execute(delivery);
			}

		});
		this.outbox.add(List.of(paid("ORD-1")), false, List.of());
		for (int i = 0; i < 5; i++) {
			dispatcher.sweep();
		}
		assertThat(this.heard).isEmpty();
		this.poison.add("ORD-1:PAID");
		dispatcher.sweep();
		assertThat(this.heard).containsExactly("ORD-1:PAID");
		assertThat(this.outbox.findParked(1)).isEmpty();
	}

	@Test
	void noDeliveryBeginsOnceItIsStopped() {
		Queued threads = new Queued(2);
		KaspiEventDispatcher dispatcher = dispatcher(threads);
		List<KaspiOrderEvent> events = IntStream.range(0, 40)
			.<KaspiOrderEvent>mapToObj((i) -> paid("ORD-" + i))
			.toList();
		for (KaspiOrderEvent event : events) {
			this.outbox.add(List.of(event), true, List.of());
			dispatcher.dispatch(List.of(event));
		}
		threads.runOne();
		threads.delivering = false;
		threads.runAll();
		assertThat(this.heard).containsExactly("ORD-0:PAID");
		assertThat(dispatcher.accepts()).isFalse();
		threads.delivering = true;
		dispatcher.sweep();
		threads.runAll();
		assertThat(this.heard).as("released, not left to the end of a lease").hasSize(40);
	}

	private void write(KaspiOrderEvent... events) {
		this.outbox.add(List.of(events), this.dispatcher.accepts(), List.of());
		this.dispatcher.dispatch(List.of(events));
	}

	private void park(String orderId, KaspiOrderEvent... events) {
		this.poison.add(events[0].eventId());
		write(events);
		for (int i = 0; i < 10; i++) {
			this.dispatcher.sweep();
			this.clock.advance(Duration.ofMinutes(1));
		}
		assertThat(this.dispatcher.findParked()).extracting(ParkedEvent::orderId).contains(orderId);
	}

	private KaspiOrderPaidEvent paid(String orderId) {
		return new KaspiOrderPaidEvent(orderId + ":PAID", orderId, null, BigDecimal.TEN, this.clock.instant(),
				KaspiEventSource.WEBHOOK, this.clock.instant(), false);
	}

	private KaspiOrderCancelledEvent cancelled(String orderId) {
		return new KaspiOrderCancelledEvent(orderId + ":CANCELLED", orderId, null, BigDecimal.TEN, this.clock.instant(),
				KaspiEventSource.WEBHOOK);
	}

	private KaspiEventDispatcher dispatcher(DeliveryThreads threads) {
		return dispatcher((event) -> {
			String eventId = ((KaspiOrderEvent) event).eventId();
			this.heard.add(eventId);
			if (this.poison.contains(eventId)) {
				throw new IllegalStateException("listener of " + eventId);
			}
		}, threads);
	}

	private KaspiEventDispatcher dispatcher(ApplicationEventPublisher publisher, DeliveryThreads threads) {
		return new KaspiEventDispatcher(this.outbox, publisher,
				new RedeliveryPolicy(4, Duration.ofSeconds(10), Duration.ofSeconds(30)), threads,
				Duration.ofSeconds(30));
	}

	/**
	 * Runs deliveries when it is told to.
	 */
	private static final class Queued extends CallersThread {

		private final Queue<Runnable> queue = new ArrayDeque<>();

		private final int size;

		private boolean delivering = true;

		private Queued(int size) {
			this.size = size;
		}

		@Override
		public int size() {
			return this.size;
		}

		@Override
		public boolean isDelivering() {
			return this.delivering;
		}

		@Override
		public void execute(Runnable delivery) {
			this.queue.add(delivery);
		}

		private void runOne() {
			this.queue.remove().run();
		}

		private void runAll() {
			while (!this.queue.isEmpty()) {
				runOne();
			}
		}

	}

}
