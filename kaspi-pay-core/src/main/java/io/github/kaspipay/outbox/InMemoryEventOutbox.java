/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.kaspipay.event.KaspiOrderEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events in this JVM's memory: what is not delivered when it ends is lost.
 * Listeners are called without a transaction. Thread-safe. Internal: it may change in any
 * release.
 */
public class InMemoryEventOutbox implements EventOutbox {

	private final Clock clock;

	private final Map<OrderKey, Deque<QueuedEvent>> eventsByOrder = new LinkedHashMap<>();

	/**
	 * Creates an empty outbox.
	 * @param clock the clock
	 */
	public InMemoryEventOutbox(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Adds events.
	 * @param events the events, oldest first
	 * @param leased whether the caller delivers them itself: this is their first attempt
	 * @param causes the traces that led to them, each as a W3C {@code traceparent}
	 */
	public synchronized void add(List<KaspiOrderEvent> events, boolean leased, List<String> causes) {
		for (KaspiOrderEvent event : events) {
			this.eventsByOrder.computeIfAbsent(OrderKey.of(event), (order) -> new ArrayDeque<>(1))
				.addLast(new QueuedEvent(event, leased, causes, this.clock.instant()));
		}
	}

	/**
	 * Says whether an order has events that are not delivered yet.
	 * @param merchant the merchant's name; empty for the default one
	 * @param orderId Kaspi Pay's id of the order
	 * @return whether there is one
	 */
	public synchronized boolean hasUndelivered(String merchant, String orderId) {
		return this.eventsByOrder.containsKey(new OrderKey(merchant, orderId));
	}

	@Override
	public synchronized List<LeasedEvent> claimDue(int max, Collection<String> except, RedeliveryPolicy policy) {
		Instant now = this.clock.instant();
		return this.eventsByOrder.values()
			.stream()
			.map(Deque::getFirst)
			.filter((queued) -> queued.isDue(now) && !except.contains(queued.event.eventId()))
			.sorted(Comparator.comparing((queued) -> queued.dueAt))
			.limit(max)
			.map(QueuedEvent::lease)
			.toList();
	}

	@Override
	public boolean deliver(LeasedEvent leased, EventListeners listeners) {
		QueuedEvent queued = find(leased);
		if (queued == null) {
			return false;
		}
		listeners.call(queued.event, queued.causes);
		remove(leased);
		return true;
	}

	@Override
	public synchronized void putOff(LeasedEvent leased, @Nullable Duration pause, String error) {
		QueuedEvent queued = find(leased);
		if (queued != null) {
			queued.leased = false;
			queued.lastError = error;
			queued.parked = pause == null;
			queued.dueAt = (pause != null) ? this.clock.instant().plus(pause) : queued.dueAt;
		}
	}

	@Override
	public synchronized void release(Collection<LeasedEvent> leased) {
		for (LeasedEvent each : leased) {
			Deque<QueuedEvent> events = this.eventsByOrder.get(OrderKey.of(each.event()));
			if (events != null) {
				events.stream().filter((queued) -> queued.is(each)).forEach((queued) -> {
					queued.leased = false;
					queued.attempts--;
					queued.dueAt = this.clock.instant();
				});
			}
		}
	}

	@Override
	public synchronized List<ParkedEvent> findParked(int max) {
		return parked().stream().limit(max).map(QueuedEvent::toParkedEvent).toList();
	}

	@Override
	public synchronized long countParked() {
		return parked().size();
	}

	/**
	 * Counts the events of a merchant whose delivery was given up.
	 * @param merchant the merchant's name; empty for the default one
	 * @return how many there are
	 */
	public synchronized long countParked(String merchant) {
		return parked().stream().filter((queued) -> queued.event.merchant().equals(merchant)).count();
	}

	/**
	 * Counts the events of a merchant that are neither delivered nor parked.
	 * @param merchant the merchant's name; empty for the default one
	 * @return how many there are
	 */
	public synchronized long countPending(String merchant) {
		return pending(merchant).count();
	}

	/**
	 * Returns how long ago the oldest pending event of a merchant occurred.
	 * @param merchant the merchant's name; empty for the default one
	 * @return the time since then; zero if none is pending
	 */
	public synchronized Duration oldestPending(String merchant) {
		Instant now = this.clock.instant();
		Instant oldest = pending(merchant).map((queued) -> queued.event.occurredAt())
			.min(Comparator.naturalOrder())
			.orElse(now);
		return oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
	}

	private Stream<QueuedEvent> pending(String merchant) {
		return this.eventsByOrder.values()
			.stream()
			.flatMap(Deque::stream)
			.filter((queued) -> !queued.parked && queued.event.merchant().equals(merchant));
	}

	@Override
	public synchronized boolean redeliver(String eventId) {
		return redeliver(parked().stream().filter((queued) -> queued.event.eventId().equals(eventId)).toList()) > 0;
	}

	@Override
	public synchronized int redeliverAll(@Nullable EventKind kind) {
		return redeliver(
				parked().stream().filter((queued) -> kind == null || EventKind.of(queued.event) == kind).toList());
	}

	private int redeliver(List<QueuedEvent> parked) {
		for (QueuedEvent queued : parked) {
			queued.parked = false;
			queued.attempts = 0;
			queued.dueAt = this.clock.instant();
		}
		return parked.size();
	}

	private List<QueuedEvent> parked() {
		return this.eventsByOrder.values().stream().map(Deque::getFirst).filter((queued) -> queued.parked).toList();
	}

	/**
	 * Finds the event, if it is the oldest of its order and the lease holds.
	 */
	private synchronized @Nullable QueuedEvent find(LeasedEvent leased) {
		Deque<QueuedEvent> events = this.eventsByOrder.get(OrderKey.of(leased.event()));
		QueuedEvent oldest = (events != null) ? events.getFirst() : null;
		return (oldest != null && oldest.is(leased)) ? oldest : null;
	}

	private synchronized void remove(LeasedEvent leased) {
		OrderKey order = OrderKey.of(leased.event());
		Deque<QueuedEvent> events = this.eventsByOrder.get(order);
		if (find(leased) != null && events != null) {
			events.removeFirst();
			if (events.isEmpty()) {
				this.eventsByOrder.remove(order);
			}
		}
	}

	private record OrderKey(String merchant, String orderId) {

		static OrderKey of(KaspiOrderEvent event) {
			return new OrderKey(event.merchant(), event.orderId());
		}

	}

	private static final class QueuedEvent {

		private final KaspiOrderEvent event;

		private final List<String> causes;

		private Instant dueAt;

		private int attempts;

		private boolean leased;

		private boolean parked;

		private @Nullable String lastError;

		private QueuedEvent(KaspiOrderEvent event, boolean leased, List<String> causes, Instant dueAt) {
			this.event = event;
			this.causes = List.copyOf(causes);
			this.leased = leased;
			this.attempts = leased ? 1 : 0;
			this.dueAt = dueAt;
		}

		private boolean isDue(Instant now) {
			return !this.parked && !this.leased && !this.dueAt.isAfter(now);
		}

		private LeasedEvent lease() {
			this.leased = true;
			this.attempts++;
			return new LeasedEvent(this.event, this.attempts);
		}

		private boolean is(LeasedEvent leased) {
			return this.leased && this.attempts == leased.attempt()
					&& this.event.eventId().equals(leased.event().eventId());
		}

		private ParkedEvent toParkedEvent() {
			return new ParkedEvent(this.event.eventId(), EventKind.of(this.event).name(), this.event.orderId(),
					this.event.reference(), this.event.occurredAt(), this.attempts, this.lastError,
					this.event.merchant());
		}

	}

}
