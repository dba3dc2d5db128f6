package io.github.kaspipay.outbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.Executor;

import io.github.kaspipay.MutableClock;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;

import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Delivery to listeners that throw, on a clock that only moves when told.
 */
class KaspiEventDispatcherTests {

	private final MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");

	private final InMemoryKaspiOrderStore store = new InMemoryKaspiOrderStore(100, this.clock);

	private final KaspiOrderLedger ledger = new KaspiOrderLedger(this.store, this.clock, () -> {
	});

	private final List<String> heard = new ArrayList<>();

	private final List<String> poison = new ArrayList<>();

	private final KaspiEventDispatcher dispatcher = dispatcher(2, Runnable::run);

	@Test
	void eventsOfAnOrderAreDeliveredInTheirOrder() {
		observe("ORD-1", "REFUNDED");
		this.dispatcher.dispatch();
		assertThat(this.heard).containsExactly("ORD-1:PAID", "ORD-1:REFUNDED");
		this.dispatcher.dispatch();
		assertThat(this.heard).hasSize(2);
	}

	@Test
	void failedEventIsRepeatedAfterGrowingPausesAndThenParked() {
		this.poison.add("ORD-1:PAID");
		observe("ORD-1", "PAID");
		List<Long> attemptsAt = new ArrayList<>();
		for (long second = 0; second < 600; second++) {
			int before = this.heard.size();
			this.dispatcher.dispatch();
			if (this.heard.size() > before) {
				attemptsAt.add(second);
			}
			this.clock.advance(Duration.ofSeconds(1));
		}
		assertThat(attemptsAt).containsExactly(0L, 10L, 30L, 60L);
		assertThat(this.dispatcher.findParked()).extracting(KaspiOrderEvent::eventId).containsExactly("ORD-1:PAID");
	}

	@Test
	void poisonedEventHoldsUpOnlyItsOwnOrder() {
		this.poison.add("ORD-1:PAID");
		observe("ORD-1", "REFUNDED");
		observe("ORD-2", "PAID");
		this.dispatcher.dispatch();
		assertThat(this.heard).containsExactly("ORD-1:PAID", "ORD-2:PAID");
		this.poison.clear();
		this.clock.advance(Duration.ofSeconds(10));
		this.dispatcher.dispatch();
		assertThat(this.heard.subList(2, 4)).containsExactly("ORD-1:PAID", "ORD-1:REFUNDED");
	}

	@Test
	void parkedEventIsRedeliveredByHandWithAllThatWaitedBehindIt() {
		this.poison.add("ORD-1:PAID");
		observe("ORD-1", "REFUNDED");
		for (int i = 0; i < 10; i++) {
			this.dispatcher.dispatch();
			this.clock.advance(Duration.ofMinutes(1));
		}
		assertThat(this.heard).hasSize(4).containsOnly("ORD-1:PAID");
		assertThat(this.dispatcher.redeliver("ORD-2:PAID")).isFalse();
		assertThat(this.dispatcher.redeliver("ORD-1:REFUNDED")).isFalse();
		this.poison.clear();
		this.heard.clear();
		assertThat(this.dispatcher.redeliver("ORD-1:PAID")).isTrue();
		assertThat(this.heard).containsExactly("ORD-1:PAID", "ORD-1:REFUNDED");
		assertThat(this.dispatcher.redeliver("ORD-1:PAID")).isFalse();
		assertThat(this.dispatcher.findParked()).isEmpty();
	}

	@Test
	void listenerBeforeOneThatThrewHearsTheSameEventAgain() {
		List<String> first = new ArrayList<>();
		AtomicInteger failures = new AtomicInteger();
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.getBeanFactory()
				.registerSingleton("applicationEventMulticaster", (ApplicationEventMulticaster) multicaster());
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
			KaspiEventDispatcher dispatcher = new KaspiEventDispatcher(this.store, context, policy(), 1, Runnable::run);
			observe("ORD-1", "PAID");
			dispatcher.dispatch();
			this.clock.advance(Duration.ofSeconds(10));
			dispatcher.dispatch();
		}
		assertThat(first).containsExactly("ORD-1:PAID", "ORD-1:PAID");
		assertThat(failures).hasValue(2);
	}

	@Test
	void listenersErrorIsAFailureLikeAnyOther() {
		KaspiEventDispatcher dispatcher = new KaspiEventDispatcher(this.store, (event) -> {
			throw new StackOverflowError();
		}, policy(), 1, Runnable::run);
		observe("ORD-1", "PAID");
		for (int i = 0; i < 10; i++) {
			dispatcher.dispatch();
			this.clock.advance(Duration.ofMinutes(1));
		}
		assertThat(dispatcher.findParked()).hasSize(1);
	}

	@Test
	void atMostTwiceItsConcurrencyIsSubmittedAndNothingIsLeftBehind() {
		Queue<Runnable> submitted = new ArrayDeque<>();
		KaspiEventDispatcher dispatcher = dispatcher(3, submitted::add);
		for (int i = 0; i < 50; i++) {
			observe("ORD-" + i, "PAID");
			dispatcher.dispatch();
		}
		assertThat(submitted).hasSize(6);
		while (!submitted.isEmpty()) {
			submitted.remove().run();
		}
		assertThat(this.heard).hasSize(50).doesNotHaveDuplicates();
		dispatcher.dispatch();
		assertThat(submitted).hasSize(1);
	}

	@Test
	void eventIsGivenToOneDeliveryAtATime() {
		KaspiEventDispatcher[] dispatcher = new KaspiEventDispatcher[1];
		dispatcher[0] = new KaspiEventDispatcher(this.store, (event) -> {
			this.heard.add(((KaspiOrderEvent) event).eventId());
			dispatcher[0].dispatch();
		}, policy(), 5, Runnable::run);
		observe("ORD-1", "REFUNDED");
		dispatcher[0].dispatch();
		assertThat(this.heard).containsExactly("ORD-1:PAID", "ORD-1:REFUNDED");
	}

	@Test
	void rejectedDeliveryIsMadeLater() {
		AtomicInteger rejected = new AtomicInteger();
		KaspiEventDispatcher dispatcher = dispatcher(1, (task) -> {
			if (rejected.getAndIncrement() < 5) {
				throw new RejectedExecutionException("stopped");
			}
			task.run();
		});
		observe("ORD-1", "PAID");
		for (int i = 0; i < 5; i++) {
			dispatcher.dispatch();
		}
		assertThat(this.heard).isEmpty();
		dispatcher.dispatch();
		assertThat(this.heard).containsExactly("ORD-1:PAID");
	}

	private void observe(String orderId, String status) {
		this.ledger.intend(io.github.kaspipay.KaspiPayFixture.order("ref-" + orderId, "10"));
		this.ledger.observe(OrderObservation.ofWebhook(orderId, "ref-" + orderId, new KaspiOrderStatus(status),
				BigDecimal.TEN, "0".repeat(64)));
	}

	private KaspiEventDispatcher dispatcher(int concurrency, Executor executor) {
		return new KaspiEventDispatcher(this.store, (event) -> {
			String eventId = ((KaspiOrderEvent) event).eventId();
			this.heard.add(eventId);
			if (this.poison.contains(eventId)) {
				throw new IllegalStateException("listener of " + eventId);
			}
		}, policy(), concurrency, executor);
	}

	private static RedeliveryPolicy policy() {
		return new RedeliveryPolicy(4, Duration.ofSeconds(10), Duration.ofSeconds(30));
	}

	private static SimpleApplicationEventMulticaster multicaster() {
		return new SimpleApplicationEventMulticaster();
	}

}
