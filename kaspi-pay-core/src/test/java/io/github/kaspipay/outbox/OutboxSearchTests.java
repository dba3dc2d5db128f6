/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;

import io.github.kaspipay.CallersThread;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the outbox is searched, and for how much.
 */
class OutboxSearchTests {

	private final List<Search> searches = new ArrayList<>();

	private final InMemoryEventOutbox outbox = new InMemoryEventOutbox(new MutableClock("2026-05-09T16:20:00Z")) {

		@Override
		public synchronized List<LeasedEvent> claimDue(int max, Collection<String> except, RedeliveryPolicy policy) {
			OutboxSearchTests.this.searches.add(new Search(max, except.stream().sorted().toList()));
			return super.claimDue(max, except, policy);
		}

	};

	private final Queue<Runnable> queue = new ArrayDeque<>();

	private final List<String> heard = new ArrayList<>();

	private final KaspiEventDispatcher dispatcher = new KaspiEventDispatcher(this.outbox,
			(event) -> this.heard.add(((KaspiOrderEvent) event).eventId()),
			new RedeliveryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1)), new CallersThread() {

				@Override
				public int size() {
					return 2;
				}

				@Override
				public void execute(Runnable delivery) {
					OutboxSearchTests.this.queue.add(delivery);
				}

			}, Duration.ofSeconds(30));

	@Test
	void whatWasJustWrittenIsDeliveredWithoutOne() {
		write(2);
		runAll();
		assertThat(this.heard).hasSize(2);
		assertThat(this.searches).isEmpty();
	}

	@Test
	void takesWhatThereIsRoomForAndNothingThatIsUnderWay() {
		write(3);
		this.outbox.add(List.of(paid(3), paid(4)), false, List.of());
		this.dispatcher.sweep();
		this.dispatcher.sweep();
		assertThat(this.dispatcher.accepts()).isFalse();
		assertThat(this.searches).containsExactly(new Search(1, List.of("ORD-0:PAID", "ORD-1:PAID", "ORD-2:PAID")));
		runAll();
		assertThat(this.heard).hasSize(5).doesNotHaveDuplicates();
		this.searches.clear();
		this.dispatcher.sweep();
		assertThat(this.searches).extracting(Search::except).containsExactly(List.of());
	}

	private void write(int number) {
		for (int i = 0; i < number; i++) {
			assertThat(this.dispatcher.accepts()).isTrue();
			this.outbox.add(List.of(paid(i)), true, List.of());
			this.dispatcher.dispatch(List.of(paid(i)));
		}
	}

	private void runAll() {
		while (!this.queue.isEmpty()) {
			this.queue.remove().run();
		}
	}

	private static KaspiOrderEvent paid(int number) {
		String orderId = "ORD-" + number;
		return new KaspiOrderPaidEvent(orderId + ":PAID", orderId, null, BigDecimal.TEN, Instant.EPOCH,
				KaspiEventSource.WEBHOOK, Instant.EPOCH, false);
	}

	private record Search(int max, List<String> except) {

	}

}
