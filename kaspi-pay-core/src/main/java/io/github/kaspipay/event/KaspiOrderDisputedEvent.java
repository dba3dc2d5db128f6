package io.github.kaspipay.event;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What Kaspi Pay says of the order does not fit what is known of it: a person has to
 * look.
 *
 * @param eventId the same at every redelivery: deduplicate on it
 * @param orderId Kaspi Pay's id of the order
 * @param reference the merchant's own id of the order, or {@code null} where it is not
 * known
 * @param amount the order's amount in ₸
 * @param occurredAt when the ledger recorded it
 * @param source who told us
 * @param reason what does not fit
 */
public record KaspiOrderDisputedEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
		Instant occurredAt, KaspiEventSource source, Reason reason) implements KaspiOrderEvent {

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
		STATUS_CONFLICT

	}

}
