/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeptPaymentsTests {

	private static final int MAX = 100;

	private final Set<String> orders = new HashSet<>();

	private final KeptPayments payments = new KeptPayments(MAX, this.orders::contains);

	@Test
	void remembersARefusedPaymentBesideThoseOfKnownOrders() {
		pay(0, 2 * MAX);
		this.payments.record(payment("refused", null));
		pay(2 * MAX, 4 * MAX);
		assertThat(this.payments.find("refused")).isNotNull();
		assertThat(IntStream.range(0, 4 * MAX)).allMatch((number) -> this.payments.find("t" + number) != null);
	}

	@Test
	void isBoundedWhereAllAreRefused() {
		IntStream.range(0, 10 * MAX).forEach((number) -> this.payments.record(payment("t" + number, null)));
		assertThat(remembered(10 * MAX)).isBetween((long) MAX, MAX + MAX / 16L);
		assertThat(this.payments.find("t" + (10 * MAX - 1))).isNotNull();
		assertThat(this.payments.find("t0")).isNull();
	}

	@Test
	void shrinksAgainWhenOrdersAreForgotten() {
		pay(0, 10 * MAX);
		this.orders.clear();
		pay(10 * MAX, 11 * MAX);
		assertThat(remembered(11 * MAX)).isLessThanOrEqualTo(2 * MAX + MAX / 16);
	}

	private void pay(int from, int to) {
		IntStream.range(from, to).forEach((number) -> {
			this.orders.add("o" + number);
			this.payments.record(payment("t" + number, "o" + number));
		});
	}

	private long remembered(int of) {
		return IntStream.range(0, of).filter((number) -> this.payments.find("t" + number) != null).count();
	}

	private static RecordedPayment payment(String transactionId, @Nullable String orderId) {
		return new RecordedPayment(transactionId, "account", orderId, BigDecimal.ONE, Instant.EPOCH, "answer");
	}

}
