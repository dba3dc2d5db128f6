/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Instant;
import java.util.List;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * Settles disputes in the ledger. Thread-safe. Internal: it may change in any release.
 */
public class LedgerKaspiDisputes implements KaspiDisputes {

	private final LedgerStore store;

	private final EntryWriter writer;

	/**
	 * Creates the disputes.
	 * @param ledger the ledger
	 */
	public LedgerKaspiDisputes(KaspiOrderLedger ledger) {
		this.store = ledger.store();
		this.writer = ledger.writer();
	}

	@Override
	public KaspiOrder accept(String orderId) {
		return this.writer.change(orderId, (draft) -> disputes(draft, latestPayment(draft)).accept());
	}

	@Override
	public KaspiOrder dismiss(String orderId) {
		return this.writer.change(orderId, (draft) -> disputes(draft, null).dismiss());
	}

	private DisputeTransitions disputes(EntryDraft draft, @Nullable RecordedPayment payment) {
		return new DisputeTransitions(draft, KaspiEventSource.API, payment, this.writer.now());
	}

	/**
	 * Finds the payment that Kaspi last told of by itself, if it did: an order has the
	 * time of its latest one.
	 */
	private @Nullable RecordedPayment latestPayment(EntryDraft draft) {
		Instant paidAt = draft.paidAt;
		List<KaspiPayment> payments = (paidAt != null) ? this.store.findPayments(paidAt) : List.of();
		return payments.stream()
			.filter((payment) -> payment.orderId().equals(draft.orderId))
			.reduce((earlier, later) -> later)
			.map((payment) -> this.store.findPayment(payment.transactionId()))
			.orElse(null);
	}

}
