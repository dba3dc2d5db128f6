/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.time.Instant;
import java.util.List;

import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.ledger.WebhookReceipt;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * A store that can be out of reach.
 */
public final class FailingLedgerStore implements LedgerStore {

	private final LedgerStore store;

	private volatile boolean failing;

	FailingLedgerStore(LedgerStore store) {
		this.store = store;
	}

	/**
	 * Has everything fail from now on, or work again.
	 */
	public void fail(boolean failing) {
		this.failing = failing;
	}

	@Override
	public @Nullable LedgerEntry findByOrderId(String orderId) {
		return reach().findByOrderId(orderId);
	}

	@Override
	public @Nullable LedgerEntry findByWireReference(String wireReference) {
		return reach().findByWireReference(wireReference);
	}

	@Override
	public List<LedgerEntry> findByReference(String reference) {
		return reach().findByReference(reference);
	}

	@Override
	public @Nullable RecordedPayment findPayment(String transactionId) {
		return reach().findPayment(transactionId);
	}

	@Override
	public List<KaspiPayment> findPayments(Instant paidAt) {
		return reach().findPayments(paidAt);
	}

	@Override
	public boolean record(RecordedPayment payment) {
		return reach().record(payment);
	}

	@Override
	public boolean write(LedgerChange change) {
		return reach().write(change);
	}

	@Override
	public void record(WebhookReceipt receipt) {
		reach().record(receipt);
	}

	@Override
	public void delete(LedgerEntry entry) {
		reach().delete(entry);
	}

	private LedgerStore reach() {
		if (this.failing) {
			throw new IllegalStateException("The database is away");
		}
		return this.store;
	}

}
