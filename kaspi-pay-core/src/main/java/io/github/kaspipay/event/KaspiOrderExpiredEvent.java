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
 */
public record KaspiOrderExpiredEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
		Instant occurredAt, KaspiEventSource source, Map<String, String> metadata) implements KaspiOrderEvent {

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
	 */
	public KaspiOrderExpiredEvent {
		metadata = (metadata != null) ? Map.copyOf(metadata) : Map.of();
	}

	/**
	 * Creates an event of an order without metadata.
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
		this(eventId, orderId, reference, amount, occurredAt, source, Map.of());
	}

}
