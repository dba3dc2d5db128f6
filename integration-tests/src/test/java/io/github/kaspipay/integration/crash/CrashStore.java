/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.time.Instant;
import java.util.List;

import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.ledger.RefundEntry;
import io.github.kaspipay.ledger.WebhookReceipt;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.KaspiRefundState;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * The store, with points at which to stop.
 */
class CrashStore implements LedgerStore {

	private final LedgerStore store;

	private final FaultPoints faults;

	CrashStore(JdbcLedgerStore store, FaultPoints faults) {
		this.store = store;
		this.faults = faults;
	}

	@Override
	public @Nullable LedgerEntry findByOrderId(String orderId) {
		LedgerEntry entry = this.store.findByOrderId(orderId);
		if (entry != null) {
			this.faults.read(orderId, entry.order().reference());
		}
		return entry;
	}

	@Override
	public @Nullable LedgerEntry findByWireReference(String wireReference) {
		return this.store.findByWireReference(wireReference);
	}

	@Override
	public List<LedgerEntry> findByReference(String reference) {
		return this.store.findByReference(reference);
	}

	@Override
	public @Nullable RecordedPayment findPayment(String transactionId) {
		return this.store.findPayment(transactionId);
	}

	@Override
	public List<KaspiPayment> findPayments(Instant paidAt) {
		return this.store.findPayments(paidAt);
	}

	@Override
	public boolean record(RecordedPayment payment) {
		return this.store.record(payment);
	}

	@Override
	public boolean write(LedgerChange change) {
		String reference = change.after().order().reference();
		if (change.receipt() != null || change.payment() != null) {
			return this.faults.during(reference, FaultPoint.INTAKE_BEFORE_COMMIT, FaultPoint.INTAKE_AFTER_COMMIT,
					() -> this.store.write(change));
		}
		if (recordsRefund(change)) {
			return this.faults.during(reference, FaultPoint.REFUND_BEFORE_COMMIT, FaultPoint.REFUND_AFTER_COMMIT,
					() -> this.store.write(change));
		}
		if (changesStatus(change)) {
			return this.faults.during(reference, FaultPoint.ANSWER_BEFORE_COMMIT, FaultPoint.ANSWER_AFTER_COMMIT,
					() -> this.store.write(change));
		}
		return this.faults.during(null, null, null, () -> this.store.write(change));
	}

	private static boolean changesStatus(LedgerChange change) {
		LedgerEntry before = change.before();
		return before != null && !before.order().status().equals(change.after().order().status());
	}

	private static boolean recordsRefund(LedgerChange change) {
		LedgerEntry before = change.before();
		return before != null && accepted(change.after()) > accepted(before);
	}

	private static long accepted(LedgerEntry entry) {
		return entry.refunds()
			.stream()
			.map(RefundEntry::state)
			.filter((state) -> state == KaspiRefundState.ACCEPTED)
			.count();
	}

	@Override
	public void record(WebhookReceipt receipt) {
		this.store.record(receipt);
	}

	@Override
	public void delete(LedgerEntry entry) {
		this.store.delete(entry);
	}

	@Override
	public void clean() {
		this.store.clean();
	}

}
