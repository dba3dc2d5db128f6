/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How much is open, in the ledger and among its events, at one moment. Immutable.
 * Internal: it may change in any release.
 *
 * @param readAt when it was read, by the ledger's clock
 * @param openOrders how many orders are open
 * @param disputedOrders how many orders are disputed
 * @param refundsInDoubt how many orders have a refund in doubt
 * @param pendingEvents how many events are neither delivered nor parked
 * @param parkedEvents how many events are parked
 * @param oldestPendingEvent how long ago the oldest pending event occurred; zero if none
 * is pending
 * @param mostOverduePoll how long the most overdue poll has been due; zero if none is
 * @param lastWebhookAt when the last webhook with a good signature was received, whatever
 * became of it; {@code null} if none was, or none is kept
 * @param paymentsSinceWebhook how many payments were found by status queries since then,
 * counted up to {@value #MAX_PAYMENTS}
 */
public record LedgerFigures(Instant readAt, long openOrders, long disputedOrders, long refundsInDoubt,
		long pendingEvents, long parkedEvents, Duration oldestPendingEvent, Duration mostOverduePoll,
		@Nullable Instant lastWebhookAt, long paymentsSinceWebhook) {

	/**
	 * How many payments are counted at the most.
	 */
	public static final int MAX_PAYMENTS = 1000;

	private static final int SILENT_AFTER = 3;

	/**
	 * Says whether payments are found by status queries while none comes by webhook,
	 * which mostly is a wrong callback address or webhook secret.
	 * @return whether one was found and no webhook ever came, or three since the last
	 * one: a single webhook may get lost
	 */
	public boolean isWebhookSilent() {
		return this.paymentsSinceWebhook >= ((this.lastWebhookAt != null) ? SILENT_AFTER : 1);
	}

}
