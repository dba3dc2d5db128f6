/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.InMemoryKaspiOrders;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerFiguresSource;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.ledger.WebhookReceipt;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.outbox.EventOutbox;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * The roles of one store.
 */
record Stores(LedgerStore ledger, PollQueue polls, QueryLeases leases, EventOutbox outbox, KaspiOrders orders,
		LedgerFiguresSource figures, Function<String, Stores> merchants) {

	static final Duration RETENTION = Duration.ofDays(30);

	static Stores inMemory(Clock clock) {
		return inMemory(clock, new InMemoryEventOutbox(clock), "");
	}

	private static Stores inMemory(Clock clock, InMemoryEventOutbox outbox, String merchant) {
		InMemoryLedgerStore ledger = new InMemoryLedgerStore(1000, clock, outbox, merchant);
		return new Stores(ledger, ledger, QueryLeases.LOCAL, outbox, new InMemoryKaspiOrders(ledger), ledger,
				(other) -> inMemory(clock, outbox, other));
	}

	static Stores jdbc(DataSource dataSource, Clock clock, String prefix) {
		return jdbc(dataSource, clock, settings(prefix, Duration.ofSeconds(30)));
	}

	static Stores jdbc(DataSource dataSource, Clock clock, JdbcStoreSettings settings) {
		return jdbc(new LedgerDatabase(dataSource, new DataSourceTransactionManager(dataSource), clock, settings));
	}

	static Stores jdbc(LedgerDatabase database) {
		JdbcEventOutbox outbox = new JdbcEventOutbox(database);
		JdbcLedgerStore ledger = new JdbcLedgerStore(database, outbox);
		return new Stores(ledger, new JdbcPollQueue(database, ledger), new JdbcQueryLeases(database), outbox,
				new JdbcKaspiOrders(database), new JdbcLedgerFigures(database),
				(merchant) -> jdbc(database.forMerchant(merchant)));
	}

	static JdbcStoreSettings settings(String prefix, Duration listenerTimeout) {
		return new JdbcStoreSettings(prefix, listenerTimeout, RETENTION, RETENTION, null);
	}

	/**
	 * Returns the stores of another merchant, in the same place.
	 */
	Stores forMerchant(String merchant) {
		return this.merchants.apply(merchant);
	}

	boolean insert(LedgerEntry entry, KaspiOrderEvent... events) {
		return insert(entry, List.of(events), null);
	}

	boolean insert(LedgerEntry entry, List<KaspiOrderEvent> events, @Nullable WebhookReceipt receipt) {
		return this.ledger.write(LedgerChange.insert(entry).withEvents(events, false).causedBy(receipt));
	}

	boolean insertLeased(LedgerEntry entry, KaspiOrderEvent... events) {
		return this.ledger.write(LedgerChange.insert(entry).withEvents(List.of(events), true));
	}

	boolean update(LedgerEntry before, LedgerEntry after, KaspiOrderEvent... events) {
		return update(before, after, List.of(events), null);
	}

	boolean update(LedgerEntry before, LedgerEntry after, List<KaspiOrderEvent> events,
			@Nullable WebhookReceipt receipt) {
		return this.ledger.write(LedgerChange.update(before, after).withEvents(events, false).causedBy(receipt));
	}

	/**
	 * Inserts a further attempt, and marks the one before it.
	 */
	boolean supersede(LedgerEntry attempt, LedgerEntry next) {
		return this.ledger
			.write(new LedgerChange(null, next, List.of(), false, null, null, attempt, false, null, null));
	}

	/**
	 * Makes one entry of an order that was heard of and the intent it turned out to be.
	 */
	boolean merge(LedgerEntry orphan, LedgerEntry after, LedgerEntry intent, KaspiOrderEvent... events) {
		return this.ledger
			.write(new LedgerChange(orphan, after, List.of(events), false, null, intent, null, false, null, null));
	}

	boolean updateAsOnlyPaid(LedgerEntry before, LedgerEntry after, KaspiOrderEvent... events) {
		return this.ledger
			.write(new LedgerChange(before, after, List.of(events), false, null, null, null, true, null, null));
	}

}
