/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import org.jspecify.annotations.Nullable;

/**
 * An entry as the store in memory keeps it, one object for all its indexes. Ordered by
 * age. Guarded by the store.
 */
final class KeptEntry implements Comparable<KeptEntry> {

	private final long key;

	/**
	 * The entry as it was written last.
	 */
	LedgerEntry entry;

	/**
	 * The trace of the order's creation as a W3C {@code traceparent}, if there was one.
	 */
	@Nullable String traceparent;

	/**
	 * The one before it with the same reference.
	 */
	@Nullable KeptEntry previous;

	KeptEntry(long key, LedgerEntry entry) {
		this.key = key;
		this.entry = entry;
	}

	long key() {
		return this.key;
	}

	@Override
	public int compareTo(KeptEntry other) {
		return Long.compare(this.key, other.key);
	}

}
