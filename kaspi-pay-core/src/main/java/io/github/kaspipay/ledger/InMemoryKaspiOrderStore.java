package io.github.kaspipay.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.kaspipay.event.KaspiOrderEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps entries and events in this JVM's memory: what is not delivered when it ends is
 * lost. Holds a bounded number of orders; the oldest settled ones leave first.
 * Thread-safe.
 */
public final class InMemoryKaspiOrderStore implements KaspiOrderStore {

	private static final Logger logger = LoggerFactory.getLogger(InMemoryKaspiOrderStore.class);

	private final int maxOrders;

	private final Clock clock;

	private final LinkedHashSet<Long> oldestFirst = new LinkedHashSet<>();

	private final Map<Long, LedgerEntry> entries = new HashMap<>();

	private final Map<String, Long> byOrderId = new HashMap<>();

	private final Map<String, Long> byReference = new HashMap<>();

	private final TreeSet<PlannedPoll> polls = new TreeSet<>();

	private final Map<String, Deque<QueuedEvent>> eventsByOrder = new LinkedHashMap<>();

	private long lastKey;

	/**
	 * Creates an empty store.
	 * @param maxOrders how many orders it holds at the most, at least 1
	 * @param clock the clock
	 */
	public InMemoryKaspiOrderStore(int maxOrders, Clock clock) {
		if (maxOrders < 1) {
			throw new IllegalArgumentException("maxOrders must be at least 1");
		}
		this.maxOrders = maxOrders;
		this.clock = clock;
	}

	@Override
	public synchronized @Nullable LedgerEntry findByOrderId(String orderId) {
		Long key = this.byOrderId.get(orderId);
		return (key != null) ? this.entries.get(key) : null;
	}

	@Override
	public synchronized @Nullable LedgerEntry findByReference(String reference) {
		Long key = this.byReference.get(reference);
		return (key != null) ? this.entries.get(key) : null;
	}

	@Override
	public synchronized boolean insert(LedgerEntry entry, List<KaspiOrderEvent> events,
			@Nullable WebhookReceipt receipt) {
		if (find(entry) != null) {
			return false;
		}
		makeRoom();
		this.oldestFirst.add(++this.lastKey);
		put(this.lastKey, entry);
		enqueue(events);
		return true;
	}

	@Override
	public synchronized boolean update(LedgerEntry before, LedgerEntry after, List<KaspiOrderEvent> events,
			@Nullable WebhookReceipt receipt) {
		Long key = find(before);
		if (key == null || current(key).version() != before.version() || isTaken(key, after)) {
			return false;
		}
		put(key, after.withVersion(before.version() + 1));
		enqueue(events);
		return true;
	}

	@Override
	public synchronized void delete(LedgerEntry entry) {
		Long key = find(entry);
		if (key != null && current(key).version() == entry.version()) {
			remove(key);
		}
	}

	@Override
	public synchronized boolean hasDue() {
		return !this.polls.isEmpty() && !this.polls.first().at().isAfter(this.clock.instant());
	}

	@Override
	public synchronized List<LedgerEntry> claimDue(Instant since, int max,
			Function<LedgerEntry, @Nullable Duration> pause) {
		Instant now = this.clock.instant();
		List<PlannedPoll> due = this.polls.tailSet(PlannedPoll.first(since))
			.stream()
			.takeWhile((poll) -> !poll.at().isAfter(now))
			.limit(max)
			.toList();
		List<LedgerEntry> claimed = new ArrayList<>();
		for (PlannedPoll poll : due) {
			LedgerEntry entry = current(poll.key());
			Duration next = pause.apply(entry);
			LedgerEntry after = entry.claimed((next != null) ? now.plus(next) : null);
			put(poll.key(), after);
			claimed.add(after);
		}
		return claimed;
	}

	@Override
	public synchronized void askFirst(String orderId) {
		Long key = this.byOrderId.get(orderId);
		if (key != null && current(key).nextPollAt() != null && !current(key).isFirst()) {
			put(key, current(key).askedFirst(this.clock.instant()));
		}
	}

	@Override
	public @Nullable EventDelivery deliverNext(Consumer<KaspiOrderEvent> listener, RedeliveryPolicy policy) {
		QueuedEvent queued = takeDue();
		if (queued == null) {
			return null;
		}
		Throwable failure = null;
		try {
			listener.accept(queued.event);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		return settle(queued, failure, policy);
	}

	@Override
	public synchronized List<KaspiOrderEvent> findParked() {
		return this.eventsByOrder.values()
			.stream()
			.map(Deque::getFirst)
			.filter((queued) -> queued.parked)
			.map((queued) -> queued.event)
			.toList();
	}

	@Override
	public synchronized boolean unpark(String eventId) {
		for (Deque<QueuedEvent> events : this.eventsByOrder.values()) {
			QueuedEvent queued = events.getFirst();
			if (queued.parked && queued.event.eventId().equals(eventId)) {
				queued.parked = false;
				queued.attempts = 0;
				queued.dueAt = this.clock.instant();
				return true;
			}
		}
		return false;
	}

	private synchronized @Nullable QueuedEvent takeDue() {
		Instant now = this.clock.instant();
		for (Deque<QueuedEvent> events : this.eventsByOrder.values()) {
			QueuedEvent queued = events.getFirst();
			if (!queued.parked && !queued.inDelivery && !queued.dueAt.isAfter(now)) {
				queued.inDelivery = true;
				return queued;
			}
		}
		return null;
	}

	private synchronized EventDelivery settle(QueuedEvent queued, @Nullable Throwable failure,
			RedeliveryPolicy policy) {
		queued.inDelivery = false;
		queued.attempts++;
		if (failure == null) {
			Deque<QueuedEvent> events = this.eventsByOrder.get(queued.event.orderId());
			events.removeFirst();
			if (events.isEmpty()) {
				this.eventsByOrder.remove(queued.event.orderId());
			}
		}
		else if (policy.repeatsAfter(queued.attempts)) {
			queued.dueAt = this.clock.instant().plus(policy.pauseAfter(queued.attempts));
		}
		else {
			queued.parked = true;
		}
		return new EventDelivery(queued.event, queued.attempts, failure, queued.parked);
	}

	private @Nullable Long find(LedgerEntry entry) {
		Long byId = this.byOrderId.get(entry.order().orderId());
		String reference = entry.order().reference();
		return (byId != null || reference == null) ? byId : this.byReference.get(reference);
	}

	private LedgerEntry current(Long key) {
		LedgerEntry entry = this.entries.get(key);
		if (entry == null) {
			throw new IllegalStateException("The entry " + key + " is gone");
		}
		return entry;
	}

	private boolean isTaken(Long key, LedgerEntry after) {
		Long byId = this.byOrderId.get(after.order().orderId());
		Long byReference = this.byReference.get(after.order().reference());
		return (byId != null && !byId.equals(key)) || (byReference != null && !byReference.equals(key));
	}

	private void put(Long key, LedgerEntry entry) {
		unplan(key, this.entries.put(key, entry));
		if (entry.nextPollAt() != null) {
			this.polls.add(new PlannedPoll(entry.nextPollAt(), key));
		}
		if (!entry.isIntent()) {
			this.byOrderId.put(entry.order().orderId(), key);
		}
		if (entry.order().reference() != null) {
			this.byReference.put(entry.order().reference(), key);
		}
	}

	private void remove(Long key) {
		LedgerEntry entry = this.entries.remove(key);
		unplan(key, entry);
		this.oldestFirst.remove(key);
		if (entry != null) {
			this.byOrderId.remove(entry.order().orderId(), key);
			this.byReference.remove(entry.order().reference(), key);
		}
	}

	private void unplan(Long key, @Nullable LedgerEntry entry) {
		if (entry != null && entry.nextPollAt() != null) {
			this.polls.remove(new PlannedPoll(entry.nextPollAt(), key));
		}
	}

	private void enqueue(List<KaspiOrderEvent> events) {
		for (KaspiOrderEvent event : events) {
			this.eventsByOrder.computeIfAbsent(event.orderId(), (orderId) -> new ArrayDeque<>())
				.addLast(new QueuedEvent(event, this.clock.instant()));
		}
	}

	private void makeRoom() {
		if (this.entries.size() < this.maxOrders) {
			return;
		}
		Long leaving = null;
		for (Iterator<Long> keys = this.oldestFirst.iterator(); keys.hasNext() && leaving == null;) {
			Long key = keys.next();
			LedgerEntry entry = current(key);
			if (entry.isSettled() && !this.eventsByOrder.containsKey(entry.order().orderId())) {
				leaving = key;
			}
		}
		if (leaving == null) {
			leaving = this.oldestFirst.iterator().next();
			logger.warn(
					"The ledger in memory is full of {} orders that are not settled: order '{}' is forgotten. "
							+ "Give the application a DataSource, or raise kaspi.pay.ledger.max-orders",
					this.maxOrders, current(leaving).order().orderId());
		}
		remove(leaving);
	}

	private record PlannedPoll(Instant at, long key) implements Comparable<PlannedPoll> {

		private static final Comparator<PlannedPoll> ORDER = Comparator.comparing(PlannedPoll::at)
			.thenComparing(PlannedPoll::key);

		private static PlannedPoll first(Instant at) {
			return new PlannedPoll(at, Long.MIN_VALUE);
		}

		@Override
		public int compareTo(PlannedPoll other) {
			return ORDER.compare(this, other);
		}

	}

	private static final class QueuedEvent {

		private final KaspiOrderEvent event;

		private Instant dueAt;

		private int attempts;

		private boolean inDelivery;

		private boolean parked;

		private QueuedEvent(KaspiOrderEvent event, Instant dueAt) {
			this.event = event;
			this.dueAt = dueAt;
		}

	}

}
