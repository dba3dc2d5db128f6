/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The order was not paid while its QR code was valid.
 *
 * @param eventId the same at every redelivery: deduplicate on it
 * @param orderId Kaspi Pay's id of the order
 * @param reference the merchant's own id of the order, or {@code null} where it is not
 * known
 * @param amount the order's amount in ₸
 * @param occurredAt when the ledger recorded it
 * @param source who told us
 * @param metadata what the application gave the order at its creation
 * @param merchant the merchant whose order it is; empty for the default one
 */
public record KaspiOrderExpiredEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
		Instant occurredAt, KaspiEventSource source, Map<String, String> metadata,
		String merchant) implements KaspiOrderEvent {

	/**
	 * Creates the event.
	 * @param eventId the same at every redelivery: deduplicate on it
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null} where it is
	 * not known
	 * @param amount the order's amount in ₸
	 * @param occurredAt when the ledger recorded it
	 * @param source who told us
	 * @param metadata what the application gave the order at its creation
	 * @param merchant the merchant whose order it is; empty for the default one
	 */
	public KaspiOrderExpiredEvent {
		metadata = (metadata != null) ? Map.copyOf(metadata) : Map.of();
		merchant = (merchant != null) ? merchant : "";
	}

	/**
	 * Creates an event of the default merchant.
	 * @param eventId the same at every redelivery: deduplicate on it
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null} where it is
	 * not known
	 * @param amount the order's amount in ₸
	 * @param occurredAt when the ledger recorded it
	 * @param source who told us
	 * @param metadata what the application gave the order at its creation
	 */
	public KaspiOrderExpiredEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
			Instant occurredAt, KaspiEventSource source, Map<String, String> metadata) {
		this(eventId, orderId, reference, amount, occurredAt, source, metadata, "");
	}

	/**
	 * Creates an event of the default merchant, of an order without metadata.
	 * @param eventId the same at every redelivery: deduplicate on it
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null} where it is
	 * not known
	 * @param amount the order's amount in ₸
	 * @param occurredAt when the ledger recorded it
	 * @param source who told us
	 */
	public KaspiOrderExpiredEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
			Instant occurredAt, KaspiEventSource source) {
		this(eventId, orderId, reference, amount, occurredAt, source, Map.of(), "");
	}

}
