/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Brings the outbox's events to the application's listeners, in order for each order, and
 * again after a listener threw or took too long. What was just written is delivered
 * without searching for it; what was left over is found by {@link #sweep}. Thread-safe.
 */
public class KaspiEventDispatcher implements EventDispatch {

	private static final Logger logger = LoggerFactory.getLogger(KaspiEventDispatcher.class);

	/**
	 * How many parked events are listed at the most.
	 */
	public static final int MAX_PARKED_LISTED = 1000;

	/**
	 * How many deliveries there may be for each thread: one waits at most while another
	 * is under way, so that it begins before its lease is over.
	 */
	private static final int MAX_PER_THREAD = 2;

	/**
	 * How many there may be while deliveries are quick: whoever waits behind so many
	 * still begins within a second, and events are seldom put down only to be searched
	 * for.
	 */
	private static final int MAX_PER_QUICK_THREAD = 8;

	private final EventOutbox outbox;

	private final RedeliveryPolicy policy;

	private final DeliveryThreads threads;

	private final EventDelivery delivery;

	/**
	 * The events that wait for a thread here, or are being delivered.
	 */
	private final Set<String> held = ConcurrentHashMap.newKeySet();

	private final AtomicInteger submitted = new AtomicInteger();

	private final AtomicBoolean sweeping = new AtomicBoolean();

	/**
	 * Whether something was written that was not accepted.
	 */
	private volatile boolean leftOver;

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
		this(outbox, publisher, policy, threads, listenerTimeout, KaspiPayInstrumentation.NONE);
	}

	/**
	 * Creates the dispatcher.
	 * @param outbox keeps the events
	 * @param publisher takes them to the listeners
	 * @param policy what happens after a listener threw
	 * @param threads run the deliveries
	 * @param listenerTimeout what the listeners of one event may take altogether, before
	 * their thread is interrupted
	 * @param instrumentation observes each delivery
	 */
	public KaspiEventDispatcher(EventOutbox outbox, ApplicationEventPublisher publisher, RedeliveryPolicy policy,
			DeliveryThreads threads, Duration listenerTimeout, KaspiPayInstrumentation instrumentation) {
		this.outbox = outbox;
		this.policy = policy;
		this.threads = threads;
		this.delivery = new EventDelivery(outbox, publisher, policy, threads, listenerTimeout, instrumentation);
	}

	@Override
	public boolean accepts() {
		boolean accepts = this.threads.isDelivering() && this.submitted.get() < capacity();
		this.leftOver |= !accepts;
		return accepts;
	}

	@Override
	public void dispatch(List<KaspiOrderEvent> events) {
		submit(events.stream().map((event) -> new LeasedEvent(event, 1)).toList(), false);
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
			int free;
			while (more && this.threads.isDelivering() && (free = capacity() - this.submitted.get()) > 0) {
				this.leftOver = false;
				List<LeasedEvent> due = this.outbox.claimDue(free, List.copyOf(this.held), this.policy);
				more = !due.isEmpty();
				for (LeasedEvent leased : due) {
					more &= submit(List.of(leased), true);
				}
			}
		}
		finally {
			this.sweeping.set(false);
		}
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

	private int capacity() {
		return (this.delivery.wasQuick() ? MAX_PER_QUICK_THREAD : MAX_PER_THREAD) * this.threads.size();
	}

	private boolean submit(List<LeasedEvent> events, boolean swept) {
		events.forEach((leased) -> this.held.add(leased.event().eventId()));
		this.submitted.incrementAndGet();
		try {
			this.threads.execute(() -> run(events, swept));
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Events are left for the next sweep: {}", ex.getMessage());
			end(events);
			this.delivery.giveBack(events);
			return false;
		}
	}

	private void end(List<LeasedEvent> events) {
		this.submitted.decrementAndGet();
		events.forEach((leased) -> this.held.remove(leased.event().eventId()));
	}

	/**
	 * What was left over seldom comes alone: the next event of its order may wait too.
	 * Looks for it once there is room for many.
	 */
	private void run(List<LeasedEvent> events, boolean swept) {
		List<LeasedEvent> waiting = new ArrayList<>(events);
		try {
			deliverInOrder(waiting);
		}
		catch (Exception ex) {
			logger.warn("An event could not be delivered or put off; it is tried again", ex);
		}
		finally {
			end(events);
		}
		if (!waiting.isEmpty()) {
			this.delivery.giveBack(waiting);
		}
		if ((swept || this.leftOver) && this.submitted.get() <= capacity() / 2) {
			sweepAgain();
		}
	}

	private void sweepAgain() {
		try {
			sweep();
		}
		catch (Exception ex) {
			logger.warn("Events could not be taken from the outbox; they are tried again", ex);
		}
	}

	private void deliverInOrder(List<LeasedEvent> waiting) {
		boolean delivered = true;
		while (delivered && !waiting.isEmpty() && this.threads.isDelivering()) {
			delivered = this.delivery.deliver(waiting.remove(0));
		}
	}

}
