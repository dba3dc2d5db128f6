/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The polls that are to come, of a store in memory, and which orders are expedited.
 * Guarded by the store.
 */
final class KeptPolls {

	private final TreeMap<TimePosition, KeptEntry> queue = new TreeMap<>();

	private final Set<KeptEntry> expedited = new LinkedHashSet<>();

	/**
	 * Adds an entry, or leaves it in its place among the expedited ones.
	 */
	void add(KeptEntry kept) {
		LedgerEntry entry = kept.entry;
		if (entry.nextPollAt() != null) {
			this.queue.put(new TimePosition(entry.nextPollAt(), kept.key()), kept);
		}
		if (entry.expedited()) {
			this.expedited.add(kept);
		}
		else {
			this.expedited.remove(kept);
		}
	}

	/**
	 * Removes an entry that is about to change, and leaves it in its place among the
	 * expedited ones.
	 */
	void withdraw(KeptEntry kept) {
		Instant nextPollAt = kept.entry.nextPollAt();
		if (nextPollAt != null) {
			this.queue.remove(new TimePosition(nextPollAt, kept.key()));
		}
	}

	void remove(KeptEntry kept) {
		withdraw(kept);
		this.expedited.remove(kept);
	}

	/**
	 * Returns when the first poll is due, or {@code null} if there is none to come.
	 */
	@Nullable Instant firstDue() {
		return this.queue.isEmpty() ? null : this.queue.firstKey().at();
	}

	List<KeptEntry> due(ClaimOrder order, int max, Instant now) {
		if (order == ClaimOrder.EXPEDITED) {
			return this.expedited.stream().limit(max).toList();
		}
		Instant since = (order == ClaimOrder.RECENT) ? now.minus(PollQueue.RECENT) : Instant.MIN;
		return this.queue
			.subMap(new TimePosition(since, Long.MIN_VALUE), true, new TimePosition(now, Long.MAX_VALUE), true)
			.values()
			.stream()
			.limit(max)
			.toList();
	}

}
