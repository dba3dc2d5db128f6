/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The attempts of each reference, of a store in memory. Guarded by the store.
 */
final class KeptAttempts {

	/**
	 * The latest of each reference.
	 */
	private final Map<String, KeptEntry> byReference = new HashMap<>();

	/**
	 * Those that Kaspi Pay knows by another reference than their order's.
	 */
	private final Map<String, KeptEntry> byOtherWireReference = new HashMap<>();

	/**
	 * Returns what has a reference, the latest first.
	 */
	Stream<KeptEntry> of(@Nullable String reference) {
		return Stream.iterate(this.byReference.get(reference), Objects::nonNull, (kept) -> kept.previous);
	}

	@Nullable KeptEntry find(@Nullable String wireReference) {
		if (wireReference == null) {
			return null;
		}
		KeptEntry kept = this.byOtherWireReference.get(wireReference);
		if (kept == null) {
			kept = this.byReference.get(wireReference);
			while (kept != null && !wireReference.equals(kept.entry.wireReference())) {
				kept = kept.previous;
			}
		}
		return kept;
	}

	void add(KeptEntry kept) {
		String reference = kept.entry.order().reference();
		if (reference != null) {
			KeptEntry later = of(reference).takeWhile((each) -> each.compareTo(kept) > 0)
				.reduce((first, second) -> second)
				.orElse(null);
			if (later != null) {
				kept.previous = later.previous;
				later.previous = kept;
			}
			else {
				kept.previous = this.byReference.put(reference, kept);
			}
		}
		String wireReference = kept.entry.wireReference();
		if (wireReference != null && !wireReference.equals(reference)) {
			this.byOtherWireReference.put(wireReference, kept);
		}
	}

	void remove(KeptEntry kept) {
		String reference = kept.entry.order().reference();
		if (reference != null) {
			KeptEntry later = of(reference).filter((each) -> each.previous == kept).findFirst().orElse(null);
			if (later != null) {
				later.previous = kept.previous;
			}
			else if (kept.previous != null) {
				this.byReference.put(reference, kept.previous);
			}
			else {
				this.byReference.remove(reference);
			}
			kept.previous = null;
		}
		this.byOtherWireReference.remove(kept.entry.wireReference(), kept);
	}

}
