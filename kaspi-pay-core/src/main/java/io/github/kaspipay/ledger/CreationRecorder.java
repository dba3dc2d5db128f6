/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.CreateAnswer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the creation of orders: an intent before it is sent, and the answer.
 * Thread-safe.
 */
final class CreationRecorder {

	private static final Logger logger = LoggerFactory.getLogger(CreationRecorder.class);

	private final LedgerStore store;

	private final EntryWriter writer;

	private final EntryReferences references;

	CreationRecorder(LedgerStore store, EntryWriter writer, EntryReferences references) {
		this.store = store;
		this.writer = writer;
		this.references = references;
	}

	/**
	 * Writes down that an order is about to be created.
	 * @param previous the latest attempt of the reference, or {@code null} if this is the
	 * first
	 * @return the intent, or {@code null} if the previous attempt was changed, or the
	 * reference or wire reference is in the ledger
	 */
	@Nullable LedgerEntry recordIntent(KaspiOrderRequest request, String wireReference, @Nullable LedgerEntry previous) {
		KaspiOrder order = new KaspiOrder("", request.getReference(), KaspiOrderStatus.UNKNOWN, request.getAmount(),
				BigDecimal.ZERO, null, null, null, null, null, false, null, null, false, true, request.getMetadata());
		int attempt = (previous != null) ? previous.attempt() + 1 : 1;
		LedgerEntry intent = this.writer.newEntry(order, wireReference, attempt, this.writer.now(), null);
		return this.store.write(LedgerChange.insert(intent).superseding(previous).tracedBy(this.writer.currentTrace()))
				? intent : null;
	}

	/**
	 * Writes down that an intent whose creation had no answer is sent again.
	 * @return the intent, or {@code null} if it was changed
	 */
	@Nullable LedgerEntry renewIntent(LedgerEntry intent) {
		EntryDraft draft = new EntryDraft(intent);
		draft.recordedAt = this.writer.now();
		draft.unconfirmed = null;
		LedgerEntry renewed = draft.toEntry();
		return this.store.write(LedgerChange.update(intent, renewed)) ? renewed.withVersion(intent.version() + 1)
				: null;
	}

	/**
	 * Writes down that it is not known whether an intent's order was created.
	 */
	void doubtIntent(LedgerEntry intent) {
		EntryDraft draft = new EntryDraft(intent);
		draft.unconfirmed = new UnconfirmedStatus(KaspiOrderStatus.INIT, this.writer.now());
		this.store.write(LedgerChange.update(intent, draft.toEntry()));
	}

	/**
	 * Removes an intent: the order was certainly not created.
	 */
	void discardIntent(LedgerEntry intent) {
		this.store.delete(intent);
	}

	/**
	 * Records the answer to a creation.
	 */
	KaspiOrder recordCreated(LedgerEntry intent, CreateAnswer created, @Nullable Duration firstPoll) {
		KaspiOrder recorded = tryToRecordCreated(intent, created, firstPoll);
		return (recorded != null) ? recorded : recordCreatedMeanwhile(intent, created, firstPoll);
	}

	/**
	 * Records the answer to a creation whose intent was changed since, or whose order was
	 * reported meanwhile.
	 */
	private KaspiOrder recordCreatedMeanwhile(LedgerEntry intent, CreateAnswer created, @Nullable Duration firstPoll) {
		KaspiOrder answer = created.order();
		String wireReference = String.valueOf(intent.wireReference());
		return this.writer.untilWritten(answer.orderId(), () -> {
			LedgerEntry known = this.store.findByOrderId(answer.orderId());
			if (known != null && this.references.mergeWithIntent(known, wireReference, KaspiEventSource.API)) {
				return null;
			}
			LedgerEntry entry = (known != null) ? known : this.store.findByWireReference(wireReference);
			boolean same = entry != null && wireReference.equals(entry.wireReference())
					&& (entry.isIntent() || entry.order().orderId().equals(answer.orderId()));
			if (entry == null || !same) {
				logger.warn("Order '{}' has reference '{}', which the ledger has lost or holds for another order",
						answer.orderId(), wireReference);
				return answer.ofMerchant(this.store.merchant());
			}
			return tryToRecordCreated(entry, created, firstPoll);
		});
	}

	private @Nullable KaspiOrder tryToRecordCreated(LedgerEntry entry, CreateAnswer created,
			@Nullable Duration firstPoll) {
		EntryDraft draft = new EntryDraft(entry);
		OrderArrivals.created(draft, created, firstPoll, this.writer.now());
		LedgerEntry after = draft.toEntry();
		return this.writer.write(LedgerChange.update(entry, after), draft.events) ? after.order() : null;
	}

}
