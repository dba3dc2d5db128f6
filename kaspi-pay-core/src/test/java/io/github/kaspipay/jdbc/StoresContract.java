/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.util.List;
import java.util.Objects;

import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.testsupport.MutableClock;

/**
 * What the contracts are about, empty at the beginning of each test.
 */
interface StoresContract {

	Stores stores();

	MutableClock clock();

	default LedgerEntry find(String orderId) {
		return Objects.requireNonNull(stores().ledger().findByOrderId(orderId));
	}

	default Deliveries deliveries() {
		return new Deliveries(stores().outbox());
	}

	static List<String> ids(List<LedgerEntry> entries) {
		return entries.stream().map((entry) -> entry.order().orderId()).toList();
	}

}
