package io.github.kaspipay.event;

import java.math.BigDecimal;
import java.time.Instant;

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
 */
public record KaspiOrderExpiredEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
		Instant occurredAt, KaspiEventSource source) implements KaspiOrderEvent {

}
