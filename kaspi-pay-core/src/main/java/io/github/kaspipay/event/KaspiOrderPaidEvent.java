package io.github.kaspipay.event;

import java.math.BigDecimal;
import java.time.Instant;

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
 */
public record KaspiOrderPaidEvent(String eventId, String orderId, @Nullable String reference, BigDecimal amount,
		Instant occurredAt, KaspiEventSource source, Instant paidAt, boolean late) implements KaspiOrderEvent {

}
