package io.github.kaspipay.ledger;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.kaspipay.event.KaspiOrderEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Brings the ledger's events to the application's listeners, in order for each order, and
 * again after a listener threw. Thread-safe.
 */
public final class KaspiEventDispatcher {

	private static final Logger logger = LoggerFactory.getLogger(KaspiEventDispatcher.class);

	private final KaspiOrderStore store;

	private final ApplicationEventPublisher publisher;

	private final RedeliveryPolicy policy;

	private final int concurrency;

	private final Executor executor;

	private final AtomicInteger submitted = new AtomicInteger();

	/**
	 * Creates the dispatcher.
	 * @param store keeps the events
	 * @param publisher takes them to the listeners
	 * @param policy what happens after a listener threw
	 * @param concurrency how many events the executor delivers at a time, at least 1; as
	 * many more wait there, so that what was just written never waits for the next sweep
	 * @param executor runs the deliveries
	 */
	public KaspiEventDispatcher(KaspiOrderStore store, ApplicationEventPublisher publisher, RedeliveryPolicy policy,
			int concurrency, Executor executor) {
		this.store = store;
		this.publisher = publisher;
		this.policy = policy;
		this.concurrency = concurrency;
		this.executor = executor;
	}

	/**
	 * Starts to deliver what is due, and returns at once. Call it after events were
	 * written, and now and then for those that became due again.
	 */
	public void dispatch() {
		if (this.submitted.incrementAndGet() > 2 * this.concurrency) {
			this.submitted.decrementAndGet();
			return;
		}
		try {
			this.executor.execute(this::deliverDue);
		}
		catch (RuntimeException ex) {
			this.submitted.decrementAndGet();
			logger.debug("Events are left for the next start: {}", ex.getMessage());
		}
	}

	/**
	 * Lists the events whose delivery was given up.
	 * @return the events, oldest first
	 */
	public List<KaspiOrderEvent> findParked() {
		return this.store.findParked();
	}

	/**
	 * Delivers an event again whose delivery was given up.
	 * @param eventId the event's id
	 * @return whether there was such an event
	 */
	public boolean redeliver(String eventId) {
		boolean unparked = this.store.unpark(eventId);
		if (unparked) {
			dispatch();
		}
		return unparked;
	}

	private void deliverDue() {
		try {
			EventDelivery delivery;
			while ((delivery = this.store.deliverNext(this.publisher::publishEvent, this.policy)) != null) {
				log(delivery);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Events could not be taken from the store; they are tried again", ex);
		}
		finally {
			this.submitted.decrementAndGet();
		}
	}

	private void log(EventDelivery delivery) {
		String eventId = delivery.event().eventId();
		if (delivery.failure() == null) {
			logger.debug("Event '{}' is delivered (attempt {})", eventId, delivery.attempts());
		}
		else if (delivery.parked()) {
			logger.error("Event '{}' is parked: its listener threw {} times. Mend the listener, then redeliver it",
					eventId, delivery.attempts(), delivery.failure());
		}
		else {
			logger.warn("A listener of event '{}' threw; it is delivered again in {} (attempt {})", eventId,
					this.policy.pauseAfter(delivery.attempts()), delivery.attempts(), delivery.failure());
		}
	}

}
