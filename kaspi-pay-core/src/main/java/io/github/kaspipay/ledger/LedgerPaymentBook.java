/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.ledger.OrderObservation.PaymentReceived;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.PaymentBook;
import org.jspecify.annotations.Nullable;

/**
 * Books payments in the ledger. Thread-safe. Internal: it may change in any release.
 */
public class LedgerPaymentBook implements PaymentBook {

	private static final int MAX_CONFLICTS = 1000;

	private final KaspiOrderLedger ledger;

	private final LedgerStore store;

	private final Clock clock;

	/**
	 * Creates the book.
	 * @param ledger records what becomes of the orders
	 * @param store keeps the payments
	 * @param clock the clock
	 */
	public LedgerPaymentBook(KaspiOrderLedger ledger, LedgerStore store, Clock clock) {
		this.ledger = ledger;
		this.store = store;
		this.clock = clock;
	}

	@Override
	public @Nullable KaspiOrder findByAccount(String account) {
		LedgerEntry entry = findEntry(account);
		return (entry != null) ? entry.order() : null;
	}

	@Override
	public @Nullable RecordedPayment find(String transactionId) {
		return this.store.findPayment(transactionId);
	}

	@Override
	public RecordedPayment book(ReceivedPayment payment, KaspiOrder order, Function<@Nullable String, String> answer) {
		return untilRecorded(payment, () -> {
			LedgerEntry known = findEntry(payment.account());
			LedgerEntry entry = (known != null) ? known : this.ledger.writer().newEntry(order);
			if (entry.isIntent()) {
				throw new KaspiOperationInProgressException("The order of payment " + payment.transactionId()
						+ " is being created: the payment is to be told of again");
			}
			if (entry.order().isPaid()) {
				return record(recorded(payment, null, answer.apply(null)));
			}
			String orderId = entry.order().orderId();
			RecordedPayment recorded = recorded(payment, orderId, answer.apply(orderId));
			PaymentReceived received = new PaymentReceived(orderId, recorded);
			return this.ledger.observations().recordPayment(entry, known != null, received) ? recorded : null;
		});
	}

	@Override
	public RecordedPayment refuse(ReceivedPayment payment, String answer) {
		return untilRecorded(payment, () -> record(recorded(payment, null, answer)));
	}

	private @Nullable RecordedPayment record(RecordedPayment payment) {
		return this.store.record(payment) ? payment : null;
	}

	private RecordedPayment untilRecorded(ReceivedPayment payment, Supplier<@Nullable RecordedPayment> attempt) {
		for (int conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
			RecordedPayment earlier = this.store.findPayment(payment.transactionId());
			RecordedPayment recorded = (earlier != null) ? earlier : attempt.get();
			if (recorded != null) {
				return recorded;
			}
		}
		throw new IllegalStateException("Payment " + payment.transactionId()
				+ " cannot be written: the ledger reads another state of its database than it writes to");
	}

	/**
	 * Finds the attempt that was paid, or else the latest one that was created.
	 */
	private @Nullable LedgerEntry findEntry(String account) {
		List<LedgerEntry> attempts = this.store.findByReference(account);
		return attempts.stream()
			.filter((attempt) -> attempt.order().isPaid())
			.findFirst()
			.or(() -> attempts.stream().filter((attempt) -> !attempt.isIntent()).findFirst())
			.or(() -> attempts.stream().findFirst())
			.orElse(null);
	}

	private RecordedPayment recorded(ReceivedPayment payment, @Nullable String orderId, String answer) {
		Instant paidAt = (payment.paidAt() != null) ? payment.paidAt()
				: this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		return new RecordedPayment(payment.transactionId(), payment.account(), orderId, payment.amount(), paidAt,
				answer);
	}

}
