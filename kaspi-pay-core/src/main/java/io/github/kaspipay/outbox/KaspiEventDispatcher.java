package io.github.kaspipay.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.kaspipay.event.KaspiOrderEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Brings the outbox's events to the application's listeners, in order for each order, and
 * again after a listener threw or took too long. What was just written is delivered
 * without searching for it; what was left over is found by {@link #sweep}. Thread-safe.
 */
public final class KaspiEventDispatcher implements EventDispatch {

	private static final Logger logger = LoggerFactory.getLogger(KaspiEventDispatcher.class);

	private static final int MAX_PARKED_LISTED = 1000;

	/**
	 * How many deliveries may wait for each thread that delivers. What is written beyond
	 * that is found by the sweep.
	 */
	private static final int QUEUED_PER_THREAD = 50;

	/**
	 * How many events are claimed at once for each thread that delivers, while listeners
	 * are quick. While they are slow, only as many are claimed as can wait for one
	 * listener each: a lease that runs out in the queue counts an attempt that nobody
	 * made.
	 */
	private static final int CLAIMED_PER_THREAD = 4;

	/**
	 * How much of the longest delivery is remembered after each further one.
	 */
	private static final double REMEMBERED = 0.95;

	/**
	 * How long after its interrupt a listener's thread counts as stuck.
	 */
	private static final Duration STUCK_AFTER = Duration.ofSeconds(1);

	private final EventOutbox outbox;

	private final ApplicationEventPublisher publisher;

	private final RedeliveryPolicy policy;

	private final DeliveryThreads threads;

	private final Duration listenerTimeout;

	private final Set<String> underWay = ConcurrentHashMap.newKeySet();

	private final AtomicInteger queued = new AtomicInteger();

	private final AtomicBoolean sweeping = new AtomicBoolean();

	private volatile boolean backlog;

	/**
	 * What the longest of the last deliveries took, in milliseconds.
	 */
	private volatile double longestDelivery;

	/**
	 * Creates the dispatcher.
	 * @param outbox keeps the events
	 * @param publisher takes them to the listeners
	 * @param policy what happens after a listener threw
	 * @param threads run the deliveries
	 * @param listenerTimeout what the listeners of one event may take altogether, before
	 * their thread is interrupted
	 */
	public KaspiEventDispatcher(EventOutbox outbox, ApplicationEventPublisher publisher, RedeliveryPolicy policy,
			DeliveryThreads threads, Duration listenerTimeout) {
		this.outbox = outbox;
		this.publisher = publisher;
		this.policy = policy;
		this.threads = threads;
		this.listenerTimeout = listenerTimeout;
		this.longestDelivery = listenerTimeout.toMillis();
	}

	@Override
	public boolean accepts() {
		return this.threads.isDelivering() && this.queued.get() < QUEUED_PER_THREAD * this.threads.size();
	}

	@Override
	public void dispatch(List<KaspiOrderEvent> events) {
		submit(events.stream().map((event) -> new LeasedEvent(event, 1)).toList());
	}

	/**
	 * Delivers what was left over: by a crash, after a failure, or because there was too
	 * much at once. Call it now and then.
	 */
	public void sweep() {
		if (!this.threads.isDelivering() || !this.sweeping.compareAndSet(false, true)) {
			return;
		}
		try {
			boolean more = true;
			while (more && this.threads.isDelivering() && this.queued.get() < this.threads.size()) {
				int max = claimable();
				List<LeasedEvent> due = this.outbox.claimDue(max, List.copyOf(this.underWay), this.policy);
				due.forEach((leased) -> submit(List.of(leased)));
				more = due.size() == max;
			}
			this.backlog = more;
		}
		finally {
			this.sweeping.set(false);
		}
	}

	private int claimable() {
		boolean quick = 2 * CLAIMED_PER_THREAD * this.longestDelivery < this.listenerTimeout.toMillis();
		return quick ? CLAIMED_PER_THREAD * this.threads.size() : Math.max(1, this.threads.size() - this.queued.get());
	}

	/**
	 * Lists the events whose delivery was given up.
	 * @return the events, oldest first, at most 1000
	 */
	public List<ParkedEvent> findParked() {
		return this.outbox.findParked(MAX_PARKED_LISTED);
	}

	/**
	 * Counts the events whose delivery was given up.
	 * @return how many there are
	 */
	public long countParked() {
		return this.outbox.countParked();
	}

	/**
	 * Delivers an event again whose delivery was given up.
	 * @param eventId the event's id
	 * @return whether there was such an event
	 */
	public boolean redeliver(String eventId) {
		return this.outbox.redeliver(eventId);
	}

	/**
	 * Delivers all events again whose delivery was given up.
	 * @return how many there were
	 */
	public int redeliverAll() {
		return this.outbox.redeliverAll(null);
	}

	/**
	 * Delivers the events of a kind again whose delivery was given up.
	 * @param type the kind, such as {@code KaspiOrderPaidEvent.class}
	 * @return how many there were
	 */
	public int redeliverAll(Class<? extends KaspiOrderEvent> type) {
		return this.outbox.redeliverAll(EventKind.of(type));
	}

	private void submit(List<LeasedEvent> events) {
		this.queued.incrementAndGet();
		try {
			this.threads.execute(() -> run(events));
		}
		catch (RuntimeException ex) {
			this.queued.decrementAndGet();
			logger.debug("Events are left for the next sweep: {}", ex.getMessage());
			this.outbox.release(events);
		}
	}

	private void run(List<LeasedEvent> events) {
		this.queued.decrementAndGet();
		try {
			deliverInOrder(new ArrayList<>(events));
			if (this.backlog) {
				sweep();
			}
		}
		catch (RuntimeException ex) {
			logger.warn("An event could not be delivered or put off; it is tried again", ex);
		}
	}

	private void deliverInOrder(List<LeasedEvent> events) {
		boolean delivered = true;
		while (delivered && !events.isEmpty() && this.threads.isDelivering()) {
			delivered = deliver(events.get(0));
			events.remove(0);
		}
		if (!events.isEmpty()) {
			this.outbox.release(events);
		}
	}

	private boolean deliver(LeasedEvent leased) {
		String eventId = leased.event().eventId();
		if (!this.underWay.add(eventId)) {
			return false;
		}
		ListenerWatch watch = new ListenerWatch();
		long start = System.nanoTime();
		try {
			boolean called = this.outbox.deliver(leased, (event) -> call(event, watch));
			if (called) {
				logger.debug("Event '{}' is delivered (attempt {})", eventId, leased.attempt());
			}
			else {
				this.outbox.release(List.of(leased));
			}
			return called;
		}
		catch (RuntimeException | Error ex) {
			putOff(leased, ex);
			return false;
		}
		finally {
			this.underWay.remove(eventId);
			double took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
			this.longestDelivery = Math.max(took, REMEMBERED * this.longestDelivery);
			if (watch.wasReplaced()) {
				this.threads.stuckReturned();
			}
		}
	}

	private void call(KaspiOrderEvent event, ListenerWatch watch) {
		watch.start(this.threads.after(this.listenerTimeout, () -> interrupt(event, watch)));
		RuntimeException failure = null;
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		finally {
			watch.end();
		}
		if (watch.overdue() != null) {
			throw new ListenerTimeoutException(watch.overdue(), this.listenerTimeout, failure);
		}
		if (failure != null) {
			throw failure;
		}
	}

	private void interrupt(KaspiOrderEvent event, ListenerWatch watch) {
		String listener = watch.interrupt();
		if (listener != null) {
			logger.warn("Listener {} of event '{}' is interrupted: it took longer than {} "
					+ "(kaspi.pay.events.listener-timeout)", listener, event.eventId(), this.listenerTimeout);
			this.threads.after(STUCK_AFTER, () -> replaceIfStuck(event, watch));
		}
	}

	private void replaceIfStuck(KaspiOrderEvent event, ListenerWatch watch) {
		if (watch.isStuck() && this.threads.replaceStuck()) {
			watch.replaced();
			logger.error("Listener {} of event '{}' does not end though it was interrupted; its thread is replaced",
					watch.overdue(), event.eventId());
		}
	}

	private void putOff(LeasedEvent leased, Throwable failure) {
		String eventId = leased.event().eventId();
		boolean timedOut = failure instanceof ListenerTimeoutException;
		String error = timedOut ? String.valueOf(failure.getMessage())
				: "Listener " + ListenerName.of(failure.getStackTrace()) + " threw " + failure;
		Duration pause = this.policy.repeatsAfter(leased.attempt()) ? this.policy.pauseAfter(leased.attempt()) : null;
		this.outbox.putOff(leased, pause, error);
		if (pause != null) {
			logger.warn("Event '{}' failed (attempt {}) and is delivered again in {}: {}", eventId, leased.attempt(),
					pause, error, failure);
		}
		else {
			logger.error("Event '{}' is parked after {} attempts: {}. Fix the listener, then redeliver the event",
					eventId, leased.attempt(), error, failure);
		}
	}

	private static final class ListenerTimeoutException extends RuntimeException {

		ListenerTimeoutException(@Nullable String listener, Duration timeout, @Nullable Throwable cause) {
			super("Listener " + listener + " took longer than " + timeout, cause);
		}

	}

}
