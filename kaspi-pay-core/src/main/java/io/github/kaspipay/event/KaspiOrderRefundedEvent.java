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
 */
public record KaspiOrderRefundedEvent(String eventId, String orderId, @Nullable String reference,
		@Nullable BigDecimal amount, Instant occurredAt, KaspiEventSource source, BigDecimal orderAmount,
		@Nullable String refundId, @Nullable String key, BigDecimal refundedTotal, boolean full,
		Map<String, String> metadata) implements KaspiOrderEvent {

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
	 */
	public KaspiOrderRefundedEvent {
		metadata = (metadata != null) ? Map.copyOf(metadata) : Map.of();
	}

	/**
	 * Creates an event of an order without metadata.
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
				Map.of());
	}

}
