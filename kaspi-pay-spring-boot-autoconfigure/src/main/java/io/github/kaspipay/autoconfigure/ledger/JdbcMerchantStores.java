/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.util.Collection;

import io.github.kaspipay.autoconfigure.merchant.MerchantStores;
import io.github.kaspipay.jdbc.JdbcDuePolls;
import io.github.kaspipay.jdbc.JdbcEventOutbox;
import io.github.kaspipay.jdbc.JdbcKaspiOrders;
import io.github.kaspipay.jdbc.JdbcLedgerFigures;
import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.jdbc.JdbcPollQueue;
import io.github.kaspipay.jdbc.JdbcQueryLeases;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.order.KaspiPayGateway.Capabilities;

/**
 * The entries of several merchants in one database.
 */
class JdbcMerchantStores implements MerchantStores {

	private final LedgerDatabase database;

	private final JdbcEventOutbox outbox;

	private final JdbcDuePolls due;

	JdbcMerchantStores(LedgerDatabase database, JdbcEventOutbox outbox) {
		this.database = database;
		this.outbox = outbox;
		this.due = new JdbcDuePolls(database);
	}

	@Override
	public Stores of(String merchant, Capabilities capabilities) {
		LedgerDatabase own = this.database.forMerchant(merchant);
		JdbcLedgerStore store = new JdbcLedgerStore(own, this.outbox);
		return new Stores(store, new JdbcPollQueue(own, store), new JdbcQueryLeases(own), new JdbcKaspiOrders(own),
				new JdbcLedgerFigures(own));
	}

	@Override
	public Collection<String> due(Collection<String> merchants) {
		return this.due.find(merchants);
	}

}
