package io.github.kaspipay.event;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something became of an order. Published as it is through Spring's
 * {@link org.springframework.context.ApplicationEventPublisher}; listen with
 * {@link org.springframework.context.event.EventListener @EventListener}. There is one
 * event per order and kind; a listener that throws gets it again.
 */
public sealed interface KaspiOrderEvent permits KaspiOrderPaidEvent, KaspiOrderCancelledEvent, KaspiOrderExpiredEvent,
		KaspiOrderRefundedEvent, KaspiOrderDisputedEvent {

	/**
	 * Returns the event's id, the same at every redelivery: deduplicate on it.
	 * @return the id, of at most 100 characters
	 */
	String eventId();

	/**
	 * Returns Kaspi Pay's id of the order.
	 * @return the order id
	 */
	String orderId();

	/**
	 * Returns the merchant's own id of the order.
	 * @return the reference, or {@code null} where it is not known
	 */
	@Nullable String reference();

	/**
	 * Returns the order's amount.
	 * @return the amount in ₸
	 */
	BigDecimal amount();

	/**
	 * Returns when the ledger recorded what happened.
	 * @return the time
	 */
	Instant occurredAt();

	/**
	 * Returns who told us.
	 * @return the source
	 */
	KaspiEventSource source();

}
