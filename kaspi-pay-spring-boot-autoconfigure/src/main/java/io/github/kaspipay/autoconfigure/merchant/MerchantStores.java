/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.util.Collection;

import io.github.kaspipay.ledger.LedgerFiguresSource;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.order.KaspiPayGateway.Capabilities;

/**
 * Where the entries of several merchants are kept: beside each other, in the place of the
 * default one's. Thread-safe. Internal: for the packages of this starter only.
 */
public interface MerchantStores {

	/**
	 * Returns the stores of a merchant. Called once for each.
	 * @param merchant the merchant's name
	 * @param capabilities what its protocol can do
	 */
	Stores of(String merchant, Capabilities capabilities);

	/**
	 * Finds merchants with an order to poll, by one look for all.
	 * @param merchants the names to look for; the empty one stands for the default
	 * merchant
	 */
	Collection<String> due(Collection<String> merchants);

	/**
	 * The roles of one merchant's store.
	 */
	record Stores(LedgerStore ledger, PollQueue polls, QueryLeases leases, KaspiOrders orders,
			LedgerFiguresSource figures) {

	}

}
