package io.github.kaspipay.outbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An event whose delivery was given up.
 *
 * @param eventId the event's id
 * @param kind the event's kind: PAID, CANCELLED, EXPIRED, REFUNDED, DISPUTED, or what a
 * later version wrote
 * @param orderId Kaspi Pay's id of the order
 * @param reference the merchant's own id of the order, or {@code null}
 * @param occurredAt when the ledger recorded what happened
 * @param attempts how many attempts there were
 * @param lastError why the last attempt failed, or {@code null} if nothing is known
 */
public record ParkedEvent(String eventId, String kind, String orderId, @Nullable String reference, Instant occurredAt,
		int attempts, @Nullable String lastError) {

}
