/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The latest payments that were prepared by quick pay.
 */
final class QuickPayments {

	private static final int CAPACITY = 10_000;

	private final Map<String, QuickPayment> payments = new LinkedHashMap<>();

	synchronized QuickPayment add(String account, BigDecimal amount, @Nullable URI returnUrl) {
		QuickPayment payment = new QuickPayment(UUID.randomUUID().toString(), account, amount, returnUrl);
		if (this.payments.size() == CAPACITY) {
			this.payments.remove(this.payments.keySet().iterator().next());
		}
		this.payments.put(payment.token(), payment);
		return payment;
	}

	synchronized Optional<QuickPayment> find(String token) {
		return Optional.ofNullable(this.payments.get(token));
	}

	synchronized void clear() {
		this.payments.clear();
	}

}
