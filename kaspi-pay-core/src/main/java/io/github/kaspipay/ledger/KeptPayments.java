/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * The payments that Kaspi told a store in memory of. Guarded by the store.
 */
final class KeptPayments {

	private final Map<String, RecordedPayment> payments = new LinkedHashMap<>();

	private final int max;

	private final Predicate<String> isKnown;

	/**
	 * How many payments there are when it is looked again for those to forget.
	 */
	private int forgetAt;

	/**
	 * Creates an empty book.
	 * @param max how many payments it holds that are of no known order, and up to a
	 * sixteenth more
	 * @param isKnown whether an order is known: its payments are kept for as long
	 */
	KeptPayments(int max, Predicate<String> isKnown) {
		this.max = max;
		this.isKnown = isKnown;
		this.forgetAt = max;
	}

	@Nullable RecordedPayment find(String transactionId) {
		return this.payments.get(transactionId);
	}

	List<KaspiPayment> find(Instant paidAt) {
		return accepted((payment) -> payment.paidAt().equals(paidAt)).toList();
	}

	List<KaspiPayment> find(LocalDate day) {
		return accepted((payment) -> day.equals(LocalDate.ofInstant(payment.paidAt(), KaspiPayment.BANK_ZONE)))
			.sorted(Comparator.comparing(KaspiPayment::paidAt))
			.toList();
	}

	private Stream<KaspiPayment> accepted(Predicate<RecordedPayment> which) {
		return this.payments.values().stream().filter(which).map(RecordedPayment::accepted).flatMap(Optional::stream);
	}

	/**
	 * Records a payment.
	 * @return {@code false} if it is recorded already
	 */
	boolean record(RecordedPayment payment) {
		if (this.payments.containsKey(payment.transactionId())) {
			return false;
		}
		if (this.payments.size() >= this.forgetAt) {
			forgetOldest();
		}
		this.payments.put(payment.transactionId(), payment);
		return true;
	}

	private void forgetOldest() {
		List<RecordedPayment> ofNoKnownOrder = this.payments.values()
			.stream()
			.filter((each) -> each.orderId() == null || !this.isKnown.test(each.orderId()))
			.toList();
		ofNoKnownOrder.stream()
			.limit(Math.max(0, ofNoKnownOrder.size() - this.max + 1))
			.forEach((each) -> this.payments.remove(each.transactionId()));
		this.forgetAt = this.payments.size() + Math.max(1, this.max / 16);
	}

}
