/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Instant;
import java.util.List;

import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * Where a merchant's entries are kept. Those of other merchants are not seen through it.
 * Thread-safe. Internal: it may change in any release.
 */
public interface LedgerStore {

	/**
	 * Returns the merchant whose entries these are.
	 * @return the merchant's name; empty for the default one
	 */
	default String merchant() {
		return "";
	}

	/**
	 * Looks an entry up.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the entry, or {@code null}
	 */
	@Nullable LedgerEntry findByOrderId(String orderId);

	/**
	 * Looks an entry up.
	 * @param wireReference the reference that Kaspi Pay knows the order by
	 * @return the entry, or {@code null}
	 */
	@Nullable LedgerEntry findByWireReference(String wireReference);

	/**
	 * Looks the attempts up that were made under a reference.
	 * @param reference the merchant's own id of the order
	 * @return the entries, the latest first
	 */
	List<LedgerEntry> findByReference(String reference);

	/**
	 * Looks a payment up that Kaspi told of by itself.
	 * @param transactionId Kaspi's id of the payment
	 * @return the payment, or {@code null} if it is not recorded
	 */
	@Nullable RecordedPayment findPayment(String transactionId);

	/**
	 * Lists the payments that Kaspi told of by itself and that were made at one moment.
	 * @param paidAt when, to the millisecond
	 * @return those that were not refused, in the order in which they were recorded
	 */
	List<KaspiPayment> findPayments(Instant paidAt);

	/**
	 * Records a payment that was refused.
	 * @param payment the payment
	 * @return {@code false} if a payment of the same id is recorded already; nothing was
	 * written then
	 */
	boolean record(RecordedPayment payment);

	/**
	 * Writes a change.
	 * @param change the change
	 * @return {@code false} if an entry of the change was changed or removed since it was
	 * read, its order id or wire reference is another entry's, another attempt is paid
	 * where none may be, or its payment is recorded already; nothing was written then
	 */
	boolean write(LedgerChange change);

	/**
	 * Keeps a webhook that changed nothing in the journal, where there is one.
	 * @param receipt the webhook
	 */
	default void record(WebhookReceipt receipt) {
	}

	/**
	 * Removes an entry that turned out to stand for no order, unless it was changed since
	 * it was read.
	 * @param entry the entry as it was read
	 */
	void delete(LedgerEntry entry);

	/**
	 * Removes what was kept long enough.
	 */
	default void clean() {
	}

}
