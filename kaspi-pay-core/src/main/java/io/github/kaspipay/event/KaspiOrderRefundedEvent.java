/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A part of the order, or all that was left of it, was given back. One event for each
 * refund, those made in Kaspi Pay's dashboard included.
 *
 * @param eventId the same at every redelivery: deduplicate on it
 * @param orderId Kaspi Pay's id of the order
 * @param reference the merchant's own id of the order, or {@code null} where it is not
 * known
 * @param amount what this refund gave back, in ₸; {@code null} if it was made elsewhere
 * and nobody said
 * @param occurredAt when the ledger recorded it
 * @param source who told us
 * @param orderAmount the order's amount in ₸
 * @param refundId Kaspi Pay's id of the refund, or {@code null} where it gave none
 * @param key the key the refund was asked for with, or {@code null}
 * @param refundedTotal what is known to have been given back altogether, in ₸
 * @param full whether all of it was given back
 * @param metadata what the application gave the order at its creation
 * @param merchant the merchant whose order it is; empty for the default one
 */
public record KaspiOrderRefundedEvent(String eventId, String orderId, @Nullable String reference,
		@Nullable BigDecimal amount, Instant occurredAt, KaspiEventSource source, BigDecimal orderAmount,
		@Nullable String refundId, @Nullable String key, BigDecimal refundedTotal, boolean full,
		Map<String, String> metadata, String merchant) implements KaspiOrderEvent {

	/**
	 * Creates the event.
	 * @param eventId the same at every redelivery: deduplicate on it
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null} where it is
	 * not known
	 * @param amount what this refund gave back, in ₸; {@code null} if it was made
	 * elsewhere and nobody said
	 * @param occurredAt when the ledger recorded it
	 * @param source who told us
	 * @param orderAmount the order's amount in ₸
	 * @param refundId Kaspi Pay's id of the refund, or {@code null} where it gave none
	 * @param key the key the refund was asked for with, or {@code null}
	 * @param refundedTotal what is known to have been given back altogether, in ₸
	 * @param full whether all of it was given back
	 * @param metadata what the application gave the order at its creation
	 * @param merchant the merchant whose order it is; empty for the default one
	 */
	public KaspiOrderRefundedEvent {
		metadata = (metadata != null) ? Map.copyOf(metadata) : Map.of();
		merchant = (merchant != null) ? merchant : "";
	}

	/**
	 * Creates an event of the default merchant.
	 * @param eventId the same at every redelivery: deduplicate on it
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null} where it is
	 * not known
	 * @param amount what this refund gave back, in ₸; {@code null} if it was made
	 * elsewhere and nobody said
	 * @param occurredAt when the ledger recorded it
	 * @param source who told us
	 * @param orderAmount the order's amount in ₸
	 * @param refundId Kaspi Pay's id of the refund, or {@code null} where it gave none
	 * @param key the key the refund was asked for with, or {@code null}
	 * @param refundedTotal what is known to have been given back altogether, in ₸
	 * @param full whether all of it was given back
	 * @param metadata what the application gave the order at its creation
	 */
	public KaspiOrderRefundedEvent(String eventId, String orderId, @Nullable String reference,
			@Nullable BigDecimal amount, Instant occurredAt, KaspiEventSource source, BigDecimal orderAmount,
			@Nullable String refundId, @Nullable String key, BigDecimal refundedTotal, boolean full,
			Map<String, String> metadata) {
		this(eventId, orderId, reference, amount, occurredAt, source, orderAmount, refundId, key, refundedTotal, full,
				metadata, "");
	}

	/**
	 * Creates an event of the default merchant, of an order without metadata.
	 * @param eventId the same at every redelivery: deduplicate on it
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null} where it is
	 * not known
	 * @param amount what this refund gave back, in ₸; {@code null} if it was made
	 * elsewhere and nobody said
	 * @param occurredAt when the ledger recorded it
	 * @param source who told us
	 * @param orderAmount the order's amount in ₸
	 * @param refundId Kaspi Pay's id of the refund, or {@code null} where it gave none
	 * @param key the key the refund was asked for with, or {@code null}
	 * @param refundedTotal what is known to have been given back altogether, in ₸
	 * @param full whether all of it was given back
	 */
	public KaspiOrderRefundedEvent(String eventId, String orderId, @Nullable String reference,
			@Nullable BigDecimal amount, Instant occurredAt, KaspiEventSource source, BigDecimal orderAmount,
			@Nullable String refundId, @Nullable String key, BigDecimal refundedTotal, boolean full) {
		this(eventId, orderId, reference, amount, occurredAt, source, orderAmount, refundId, key, refundedTotal, full,
				Map.of(), "");
	}

}
