/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.kaspipay.autoconfigure.merchant.MerchantStores;
import io.github.kaspipay.ledger.InMemoryKaspiOrders;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.order.KaspiPayGateway.Ability;
import io.github.kaspipay.order.KaspiPayGateway.Capabilities;
import io.github.kaspipay.outbox.InMemoryEventOutbox;

/**
 * The entries of several merchants in memory. Each may have as many orders as the default
 * one.
 */
class InMemoryMerchantStores implements MerchantStores {

	private final int maxOrders;

	private final Clock clock;

	private final InMemoryEventOutbox outbox;

	private final Map<String, PollQueue> polls = new ConcurrentHashMap<>();

	InMemoryMerchantStores(int maxOrders, Clock clock, InMemoryEventOutbox outbox, PollQueue ofDefault) {
		this.maxOrders = maxOrders;
		this.clock = clock;
		this.outbox = outbox;
		this.polls.put("", ofDefault);
	}

	@Override
	public Stores of(String merchant, Capabilities capabilities) {
		InMemoryLedgerStore store = new InMemoryLedgerStore(this.maxOrders, this.clock, this.outbox, merchant,
				() -> !capabilities.can(Ability.STATUS_QUERIES));
		this.polls.put(merchant, store);
		return new Stores(store, store, QueryLeases.LOCAL, new InMemoryKaspiOrders(store), store);
	}

	@Override
	public Collection<String> due(Collection<String> merchants) {
		return merchants.stream().filter((merchant) -> {
			PollQueue queue = this.polls.get(merchant);
			return queue != null && queue.hasDue();
		}).toList();
	}

}
