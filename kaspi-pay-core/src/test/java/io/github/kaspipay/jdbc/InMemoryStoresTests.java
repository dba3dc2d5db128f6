/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.List;

import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stores in memory keep the same promises as those in a database.
 */
class InMemoryStoresTests implements LedgerStoreContract, RefundContract, PollQueueContract, EventOutboxContract,
		KaspiOrdersContract, LedgerFiguresContract, MerchantContract, TraceContract, PaymentContract {

	private final MutableClock clock = new MutableClock(LedgerData.START);

	private final Stores stores = Stores.inMemory(this.clock);

	@Override
	public Stores stores() {
		return this.stores;
	}

	@Override
	public MutableClock clock() {
		return this.clock;
	}

	/**
	 * Nobody else could take the event over, and what is lost with this JVM is lost.
	 */
	@Test
	void keepsALeaseUntilItIsGivenBack() {
		stores().insertLeased(LedgerData.open("1"), LedgerData.paid("1"));
		clock().advance(Duration.ofDays(1));
		assertThat(deliveries().claim(9)).isEmpty();
		stores().outbox().release(List.of(new LeasedEvent(LedgerData.paid("1"), 1)));
		assertThat(deliveries().claim(9)).containsExactly(new LeasedEvent(LedgerData.paid("1"), 1));
	}

}
