/*
 * SPDX-License-Identifier: Apache-2.0
 */

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
 * @param merchant the merchant whose order it is; empty for the default one
 */
public record ParkedEvent(String eventId, String kind, String orderId, @Nullable String reference, Instant occurredAt,
		int attempts, @Nullable String lastError, String merchant) {

	/**
	 * Creates a parked event of the default merchant.
	 * @param eventId the event's id
	 * @param kind the event's kind
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null}
	 * @param occurredAt when the ledger recorded what happened
	 * @param attempts how many attempts there were
	 * @param lastError why the last attempt failed, or {@code null}
	 */
	public ParkedEvent(String eventId, String kind, String orderId, @Nullable String reference, Instant occurredAt,
			int attempts, @Nullable String lastError) {
		this(eventId, kind, orderId, reference, occurredAt, attempts, lastError, "");
	}

}
