/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.PaymentBook;
import org.jspecify.annotations.Nullable;

/**
 * A ledger that has some orders and takes no notice of what is paid twice.
 */
final class FakePayments implements PaymentBook {

	final Map<String, KaspiOrder> orders = new HashMap<>();

	final Map<String, RecordedPayment> recorded = new HashMap<>();

	boolean away;

	private final Clock clock;

	FakePayments(Clock clock) {
		this.clock = clock;
	}

	@Override
	public @Nullable KaspiOrder findByAccount(String account) {
		if (this.away) {
			throw new IllegalStateException("The database is away");
		}
		return this.orders.get(account);
	}

	@Override
	public @Nullable RecordedPayment find(String transactionId) {
		if (this.away) {
			throw new IllegalStateException("The database is away");
		}
		return this.recorded.get(transactionId);
	}

	@Override
	public RecordedPayment book(ReceivedPayment payment, KaspiOrder order, Function<@Nullable String, String> answer) {
		boolean paid = order.isPaid();
		return record(payment, paid ? null : order.orderId(), answer.apply(paid ? null : order.orderId()));
	}

	@Override
	public RecordedPayment refuse(ReceivedPayment payment, String answer) {
		return record(payment, null, answer);
	}

	private RecordedPayment record(ReceivedPayment payment, @Nullable String orderId, String answer) {
		Instant paidAt = (payment.paidAt() != null) ? payment.paidAt() : this.clock.instant();
		RecordedPayment recorded = new RecordedPayment(payment.transactionId(), payment.account(), orderId,
				payment.amount(), paidAt, answer);
		this.recorded.put(payment.transactionId(), recorded);
		return recorded;
	}

}
