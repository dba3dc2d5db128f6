/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The order was paid.
 *
 * @param eventId the same at every redelivery: deduplicate on it
 * @param orderId Kaspi Pay's id of the order
 * @param reference the merchant's own id of the order, or {@code null} where it is not
 * known
 * @param amount the order's amount in ₸
 * @param occurredAt when the ledger recorded it
 * @param source who told us
 * @param paidAt when it was paid; where Kaspi Pay has not said, when it was recorded
 * @param late whether the order was taken for cancelled or expired before
 * @param metadata what the application gave the order at its creation
 * @param merchant the merchant whose order it is; empty for the default one
 * @param account the account that Kaspi named, where it told of the payment by itself;
 * otherwise {@code null}
 * @param transactionId Kaspi's id of that payment; otherwise {@code null}
 */
public record KaspiOrderPaidEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
		Instant occurredAt, KaspiEventSource source, Instant paidAt, boolean late, Map<String, String> metadata,
		String merchant, @Nullable String account, @Nullable String transactionId) implements KaspiOrderEvent {

	/**
	 * Creates the event.
	 * @param eventId the same at every redelivery: deduplicate on it
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null} where it is
	 * not known
	 * @param amount the order's amount in ₸
	 * @param occurredAt when the ledger recorded it
	 * @param source who told us
	 * @param paidAt when it was paid; where Kaspi Pay has not said, when it was recorded
	 * @param late whether the order was taken for cancelled or expired before
	 * @param metadata what the application gave the order at its creation
	 * @param merchant the merchant whose order it is; empty for the default one
	 * @param account the account that Kaspi named, where it told of the payment by
	 * itself; otherwise {@code null}
	 * @param transactionId Kaspi's id of that payment; otherwise {@code null}
	 */
	public KaspiOrderPaidEvent {
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
	 * @param paidAt when it was paid; where Kaspi Pay has not said, when it was recorded
	 * @param late whether the order was taken for cancelled or expired before
	 * @param metadata what the application gave the order at its creation
	 */
	public KaspiOrderPaidEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
			Instant occurredAt, KaspiEventSource source, Instant paidAt, boolean late, Map<String, String> metadata) {
		this(eventId, orderId, reference, amount, occurredAt, source, paidAt, late, metadata, "", null, null);
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
	 * @param paidAt when it was paid; where Kaspi Pay has not said, when it was recorded
	 * @param late whether the order was taken for cancelled or expired before
	 */
	public KaspiOrderPaidEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
			Instant occurredAt, KaspiEventSource source, Instant paidAt, boolean late) {
		this(eventId, orderId, reference, amount, occurredAt, source, paidAt, late, Map.of(), "", null, null);
	}

}
