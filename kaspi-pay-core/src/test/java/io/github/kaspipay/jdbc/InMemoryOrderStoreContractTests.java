package io.github.kaspipay.jdbc;

import io.github.kaspipay.ledger.InMemoryKaspiOrderStore;
import io.github.kaspipay.ledger.KaspiOrderStore;

/**
 * The store in memory keeps the same promises as those in a database.
 */
class InMemoryOrderStoreContractTests extends EventOutboxContract {

	private final KaspiOrderStore store = new InMemoryKaspiOrderStore(1000, this.clock);

	@Override
	KaspiOrderStore store() {
		return this.store;
	}

}
