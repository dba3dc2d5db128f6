/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.LocalDate;
import java.util.List;

import io.github.kaspipay.order.KaspiOrderPage;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.order.KaspiPayment;

/**
 * Looks orders up in a store in memory. Thread-safe. Internal: it may change in any
 * release.
 */
public class InMemoryKaspiOrders implements KaspiOrders {

	private final InMemoryLedgerStore store;

	/**
	 * Creates the look-up.
	 * @param store the merchant's store
	 */
	public InMemoryKaspiOrders(InMemoryLedgerStore store) {
		this.store = store;
	}

	@Override
	public KaspiOrderPage find(KaspiOrderQuery query) {
		return this.store.find(query);
	}

	@Override
	public List<KaspiPayment> payments(LocalDate day) {
		return this.store.payments(day);
	}

}
