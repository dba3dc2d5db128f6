/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a store in memory, with its indexes. Guarded by the store.
 */
final class KeptEntries {

	private final Set<KeptEntry> settled = new LinkedHashSet<>();

	private final Set<KeptEntry> unsettled = new LinkedHashSet<>();

	private final Map<String, KeptEntry> byOrderId = new HashMap<>();

	private final KeptAttempts attempts = new KeptAttempts();

	private final KeptPolls polls = new KeptPolls();

	private long lastKey;

	int size() {
		return this.settled.size() + this.unsettled.size();
	}

	Stream<KeptEntry> all() {
		return Stream.concat(settled(), unsettled());
	}

	/**
	 * Returns the settled ones, those first that settled first.
	 */
	Stream<KeptEntry> settled() {
		return this.settled.stream();
	}

	/**
	 * Returns the others, the oldest first.
	 */
	Stream<KeptEntry> unsettled() {
		return this.unsettled.stream();
	}

	KeptAttempts attempts() {
		return this.attempts;
	}

	KeptPolls polls() {
		return this.polls;
	}

	@Nullable KeptEntry findByOrderId(String orderId) {
		return this.byOrderId.get(orderId);
	}

	@Nullable KeptEntry find(LedgerEntry entry) {
		return entry.isIntent() ? this.attempts.find(entry.wireReference())
				: this.byOrderId.get(entry.order().orderId());
	}

	KeptEntry add(LedgerEntry entry) {
		KeptEntry kept = new KeptEntry(++this.lastKey, entry);
		index(kept);
		this.attempts.add(kept);
		return kept;
	}

	/**
	 * Replaces an entry, which stays in its place among the settled, the unsettled and
	 * the expedited ones.
	 */
	void replace(KeptEntry kept, LedgerEntry entry) {
		boolean sameReferences = Objects.equals(kept.entry.order().reference(), entry.order().reference())
				&& Objects.equals(kept.entry.wireReference(), entry.wireReference());
		this.polls.withdraw(kept);
		if (!kept.entry.order().orderId().equals(entry.order().orderId())) {
			this.byOrderId.remove(kept.entry.order().orderId(), kept);
		}
		if (!sameReferences) {
			this.attempts.remove(kept);
		}
		kept.entry = entry;
		index(kept);
		if (!sameReferences) {
			this.attempts.add(kept);
		}
	}

	void remove(KeptEntry kept) {
		this.byOrderId.remove(kept.entry.order().orderId(), kept);
		this.polls.remove(kept);
		this.attempts.remove(kept);
		this.settled.remove(kept);
		this.unsettled.remove(kept);
	}

	private void index(KeptEntry kept) {
		LedgerEntry entry = kept.entry;
		boolean settled = entry.isSettled();
		(settled ? this.settled : this.unsettled).add(kept);
		(settled ? this.unsettled : this.settled).remove(kept);
		if (!entry.isIntent()) {
			this.byOrderId.put(entry.order().orderId(), kept);
		}
		this.polls.add(kept);
	}

}
