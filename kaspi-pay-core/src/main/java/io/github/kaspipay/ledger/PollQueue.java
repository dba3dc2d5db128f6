/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The orders that are polled, by the time at which they are due. Thread-safe. Internal:
 * it may change in any release.
 */
public interface PollQueue {

	/**
	 * How long an order is due that counts as recent.
	 */
	Duration RECENT = Duration.ofMinutes(15);

	/**
	 * Says whether an order is due.
	 * @return whether there is one
	 */
	boolean hasDue();

	/**
	 * Takes orders that are due, each given to one caller only.
	 * @param order which ones first
	 * @param max how many at the most
	 * @param pause how long until the order is due again, or {@code null} for never
	 * @return the entries
	 */
	List<LedgerEntry> claimDue(ClaimOrder order, int max, Function<LedgerEntry, @Nullable Duration> pause);

	/**
	 * Moves an order to the head of the queue, behind those expedited earlier. Does
	 * nothing if it is there already, or the order is not to be polled at all.
	 * @param orderId Kaspi Pay's id of the order
	 */
	void expedite(String orderId);

}
