/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import io.github.kaspipay.event.KaspiEventSource;
import org.jspecify.annotations.Nullable;

/**
 * What else the ledger has under the reference of an entry: an intent, or other attempts.
 * Thread-safe.
 */
final class EntryReferences {

	private final LedgerStore store;

	private final EntryWriter writer;

	EntryReferences(LedgerStore store, EntryWriter writer) {
		this.store = store;
		this.writer = writer;
	}

	boolean isIntended(@Nullable String wireReference) {
		LedgerEntry entry = (wireReference != null) ? this.store.findByWireReference(wireReference) : null;
		return entry != null && entry.isIntent();
	}

	boolean isAnothersReference(EntryDraft draft, @Nullable String wireReference) {
		return draft.wireReference == null && wireReference != null
				&& this.store.findByWireReference(wireReference) != null;
	}

	boolean isOtherAttemptPaid(LedgerEntry entry) {
		String reference = entry.order().reference();
		return entry.hasOtherAttempts() && reference != null && !entry.order().isPaid()
				&& this.store.findByReference(reference)
					.stream()
					.anyMatch((other) -> KaspiOrderLedger.isPaidAttempt(other)
							&& !other.order().orderId().equals(entry.order().orderId()));
	}

	/**
	 * Merges an orphan with the intent that has its reference.
	 * @return whether there were two; they have to be read again then
	 */
	boolean mergeWithIntent(LedgerEntry entry, @Nullable String wireReference, KaspiEventSource source) {
		if (entry.isIntent() || entry.wireReference() != null || wireReference == null) {
			return false;
		}
		LedgerEntry intent = this.store.findByWireReference(wireReference);
		if (intent == null || !intent.isIntent()) {
			return false;
		}
		EntryDraft draft = new EntryDraft(entry);
		draft.otherAttemptPaid = isOtherAttemptPaid(intent);
		OrderArrivals.merge(draft, intent, source, this.writer.now());
		this.writer.write(LedgerChange.update(entry, draft.toEntry()).absorbing(intent), draft.events);
		return true;
	}

}
