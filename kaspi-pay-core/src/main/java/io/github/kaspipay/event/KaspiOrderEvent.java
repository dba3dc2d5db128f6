/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Something became of an order. Published as it is through Spring's
 * {@link org.springframework.context.ApplicationEventPublisher}; listen with
 * {@link org.springframework.context.event.EventListener @EventListener}. There is one
 * event per order and kind, one for each refund and one for each claim that is disputed;
 * a listener that throws gets it again.
 * <p>
 * As JSON, written by Jackson 2 or 3, an event carries its {@code kind}
 * ({@code PAID, CANCELLED, EXPIRED, REFUNDED, DISPUTED}) and can be read back as a
 * {@code KaspiOrderEvent}; properties that a later version added are ignored.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({ @JsonSubTypes.Type(value = KaspiOrderPaidEvent.class, name = "PAID"),
		@JsonSubTypes.Type(value = KaspiOrderCancelledEvent.class, name = "CANCELLED"),
		@JsonSubTypes.Type(value = KaspiOrderExpiredEvent.class, name = "EXPIRED"),
		@JsonSubTypes.Type(value = KaspiOrderRefundedEvent.class, name = "REFUNDED"),
		@JsonSubTypes.Type(value = KaspiOrderDisputedEvent.class, name = "DISPUTED") })
@JsonIgnoreProperties(ignoreUnknown = true)
public sealed interface KaspiOrderEvent permits KaspiOrderPaidEvent, KaspiOrderCancelledEvent, KaspiOrderExpiredEvent,
		KaspiOrderRefundedEvent, KaspiOrderDisputedEvent {

	/**
	 * Returns the event's id, the same at every redelivery: deduplicate on it.
	 * @return the id, of at most 130 characters
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
	 * Returns the amount the event is about: the order's, or what a refund gave back.
	 * @return the amount in ₸; {@code null} only for a refund made elsewhere whose amount
	 * nobody said
	 */
	@Nullable BigDecimal amount();

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

	/**
	 * Returns what the application gave the order at its creation.
	 * @return the pairs; unmodifiable
	 */
	Map<String, String> metadata();

	/**
	 * Returns the name of the merchant whose order it is, as in
	 * {@code kaspi.pay.merchants.<name>}.
	 * @return the name; empty for the default merchant
	 */
	String merchant();

}
