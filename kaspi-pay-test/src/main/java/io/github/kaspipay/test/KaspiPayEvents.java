/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import org.jspecify.annotations.Nullable;

/**
 * The events that the application has heard during a test with {@link KaspiPayTest}, on
 * whatever thread; a bean of such a test.
 * <p>
 * An event is recorded when all {@code @EventListener} methods have taken it and, where
 * it is delivered in a transaction, that is committed: a test that has awaited it can
 * look at what the listeners did. A delivery that failed is not recorded. What listeners
 * do on threads of their own is not waited for. Each test method begins without events;
 * those of an order of an earlier method may still come, and {@link #forOrder} leaves
 * them out. Safe for use by several threads.
 */
public final class KaspiPayEvents implements Iterable<KaspiOrderEvent> {

	/**
	 * Shorter than the default interval of polling, so that a webhook that does not come
	 * shows as a failure and not as a slow test.
	 */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final EventLog log;

	private final KaspiPaySimulator simulator;

	private final @Nullable String orderId;

	KaspiPayEvents(KaspiPaySimulator simulator) {
		this(new EventLog(), simulator, null);
	}

	private KaspiPayEvents(EventLog log, KaspiPaySimulator simulator, @Nullable String orderId) {
		this.log = log;
		this.simulator = simulator;
		this.orderId = orderId;
	}

	/**
	 * Limits to the events of one order.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the order's events, those to come included
	 */
	public KaspiPayEvents forOrder(String orderId) {
		return new KaspiPayEvents(this.log, this.simulator, orderId);
	}

	/**
	 * Returns all events.
	 * @return the events recorded so far, the oldest first
	 */
	public List<KaspiOrderEvent> all() {
		return ofType(KaspiOrderEvent.class);
	}

	/**
	 * Returns the events of one type.
	 * @param <E> the type
	 * @param type the type
	 * @return the events recorded so far, the oldest first
	 */
	public <E extends KaspiOrderEvent> List<E> ofType(Class<E> type) {
		return this.log.events()
			.stream()
			.filter((event) -> this.orderId == null || this.orderId.equals(event.orderId()))
			.filter(type::isInstance)
			.map(type::cast)
			.toList();
	}

	/**
	 * Returns the payments.
	 * @return the events recorded so far, the oldest first
	 */
	public List<KaspiOrderPaidEvent> paid() {
		return ofType(KaspiOrderPaidEvent.class);
	}

	/**
	 * Returns the cancellations.
	 * @return the events recorded so far, the oldest first
	 */
	public List<KaspiOrderCancelledEvent> cancelled() {
		return ofType(KaspiOrderCancelledEvent.class);
	}

	/**
	 * Returns the expiries.
	 * @return the events recorded so far, the oldest first
	 */
	public List<KaspiOrderExpiredEvent> expired() {
		return ofType(KaspiOrderExpiredEvent.class);
	}

	/**
	 * Returns the refunds.
	 * @return the events recorded so far, the oldest first
	 */
	public List<KaspiOrderRefundedEvent> refunded() {
		return ofType(KaspiOrderRefundedEvent.class);
	}

	/**
	 * Returns the disputes.
	 * @return the events recorded so far, the oldest first
	 */
	public List<KaspiOrderDisputedEvent> disputed() {
		return ofType(KaspiOrderDisputedEvent.class);
	}

	/**
	 * Waits at most 10 seconds for an event: enough for a webhook, and less than the 30
	 * seconds after which an order is polled.
	 * @param <E> the event's type
	 * @param type the event's type
	 * @return the oldest event of that type
	 * @throws AssertionError if none is recorded in time
	 */
	public <E extends KaspiOrderEvent> E await(Class<E> type) {
		return await(type, TIMEOUT);
	}

	/**
	 * Waits for an event.
	 * @param <E> the event's type
	 * @param type the event's type
	 * @param timeout how long to wait at most, in real time
	 * @return the oldest event of that type
	 * @throws AssertionError if none is recorded in time, or the thread is interrupted
	 */
	public <E extends KaspiOrderEvent> E await(Class<E> type, Duration timeout) {
		return this.log.await(() -> ofType(type).stream().findFirst(), timeout)
			.orElseThrow(() -> new AssertionError(
					String.format(Locale.ROOT, "Expected %s%s within %s but there was only %s%s", type.getSimpleName(),
							(this.orderId != null) ? " of order " + this.orderId : "", timeout, all(),
							WebhookProblems.describe(this.simulator, this.orderId))));
	}

	/**
	 * Forgets the events recorded so far, those of other orders included.
	 */
	public void clear() {
		this.log.clear();
	}

	@Override
	public Iterator<KaspiOrderEvent> iterator() {
		return all().iterator();
	}

	@Override
	public String toString() {
		return all().toString();
	}

	void record(KaspiOrderEvent event) {
		this.log.add(event);
	}

}
