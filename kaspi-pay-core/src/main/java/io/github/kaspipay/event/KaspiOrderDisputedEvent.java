/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * What Kaspi Pay says of the order does not fit what is known of it: a person has to
 * look, and settles it with {@link io.github.kaspipay.order.KaspiDisputes}. One event for
 * each reason and claim.
 *
 * @param eventId the same at every redelivery: deduplicate on it
 * @param orderId Kaspi Pay's id of the order
 * @param reference the merchant's own id of the order, or {@code null} where it is not
 * known
 * @param amount the order's amount in ₸
 * @param occurredAt when the ledger recorded it
 * @param source who told us
 * @param reason what does not fit
 * @param claimedStatus the status Kaspi Pay said
 * @param claimedAmount the amount Kaspi Pay said, in ₸, or {@code null} if it said none
 * @param metadata what the application gave the order at its creation
 * @param merchant the merchant whose order it is; empty for the default one
 * @param account the account that Kaspi named, where it told of the payment by itself;
 * otherwise {@code null}
 * @param transactionId Kaspi's id of that payment; otherwise {@code null}
 */
public record KaspiOrderDisputedEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
		Instant occurredAt, KaspiEventSource source, Reason reason, KaspiOrderStatus claimedStatus,
		@Nullable BigDecimal claimedAmount, Map<String, String> metadata, String merchant, @Nullable String account,
		@Nullable String transactionId) implements KaspiOrderEvent {

	/**
	 * Creates the event.
	 * @param eventId the same at every redelivery: deduplicate on it
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null} where it is
	 * not known
	 * @param amount the order's amount in ₸
	 * @param occurredAt when the ledger recorded it
	 * @param source who told us
	 * @param reason what does not fit
	 * @param claimedStatus the status Kaspi Pay said
	 * @param claimedAmount the amount Kaspi Pay said, in ₸, or {@code null} if it said
	 * none
	 * @param metadata what the application gave the order at its creation
	 * @param merchant the merchant whose order it is; empty for the default one
	 * @param account the account that Kaspi named, where it told of the payment by
	 * itself; otherwise {@code null}
	 * @param transactionId Kaspi's id of that payment; otherwise {@code null}
	 */
	public KaspiOrderDisputedEvent {
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
	 * @param reason what does not fit
	 * @param claimedStatus the status Kaspi Pay said
	 * @param claimedAmount the amount Kaspi Pay said, in ₸, or {@code null} if it said
	 * none
	 * @param metadata what the application gave the order at its creation
	 */
	public KaspiOrderDisputedEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
			Instant occurredAt, KaspiEventSource source, Reason reason, KaspiOrderStatus claimedStatus,
			@Nullable BigDecimal claimedAmount, Map<String, String> metadata) {
		this(eventId, orderId, reference, amount, occurredAt, source, reason, claimedStatus, claimedAmount, metadata,
				"", null, null);
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
	 * @param reason what does not fit
	 * @param claimedStatus the status Kaspi Pay said
	 * @param claimedAmount the amount Kaspi Pay said, in ₸, or {@code null} if it said
	 * none
	 */
	public KaspiOrderDisputedEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
			Instant occurredAt, KaspiEventSource source, Reason reason, KaspiOrderStatus claimedStatus,
			@Nullable BigDecimal claimedAmount) {
		this(eventId, orderId, reference, amount, occurredAt, source, reason, claimedStatus, claimedAmount, Map.of(),
				"", null, null);
	}

	/**
	 * What does not fit.
	 */
	public enum Reason {

		/**
		 * The amount is not the order's.
		 */
		AMOUNT_MISMATCH,

		/**
		 * A paid order was said to be cancelled or expired, and said so again when asked.
		 */
		STATUS_CONFLICT,

		/**
		 * A paid order was said to have a status that nobody knows, such as a chargeback,
		 * and said so again when asked.
		 */
		UNKNOWN_STATUS,

		/**
		 * Another order of the same reference was paid before: the customer paid twice.
		 */
		PAID_TWICE

	}

}
