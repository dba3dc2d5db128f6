/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.speed;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Taking the order that is due longest from the store in memory, all of whose orders are
 * open and due, beside finding it by sorting them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ClaimDueBenchmark {

	/**
	 * How many orders are open.
	 */
	@Param({ "100", "10000" })
	public int openOrders;

	private final Clock clock = Clock.systemUTC();

	private final InMemoryLedgerStore store = new InMemoryLedgerStore(1_000_000, this.clock,
			new InMemoryEventOutbox(this.clock));

	private final List<LedgerEntry> entries = new ArrayList<>();

	/**
	 * Fills the store.
	 */
	@Setup
	public void fill() {
		Instant start = this.clock.instant().minus(Duration.ofHours(1));
		for (int number = 0; number < this.openOrders; number++) {
			KaspiOrder order = new KaspiOrder("order-" + number, null, KaspiOrderStatus.INIT, BigDecimal.TEN,
					BigDecimal.ZERO, null, null, start, null, null);
			LedgerEntry entry = new LedgerEntry(order, null, 1, false, List.of(), null, null, false, start,
					start.plusMillis(number * 7919L % 10_007), false, 0);
			this.entries.add(entry);
			this.store.write(LedgerChange.insert(entry));
		}
	}

	/**
	 * As the store does it. The order is due again at once.
	 * @return the order
	 */
	@Benchmark
	public List<LedgerEntry> claimDue() {
		return this.store.claimDue(ClaimOrder.OVERDUE, 1, (entry) -> Duration.ZERO);
	}

	/**
	 * By sorting what is due.
	 * @return the order
	 */
	@Benchmark
	public List<LedgerEntry> sort() {
		Instant now = this.clock.instant();
		return this.entries.stream()
			.filter((entry) -> entry.nextPollAt() != null && !entry.nextPollAt().isAfter(now))
			.sorted(Comparator.comparing(LedgerEntry::nextPollAt))
			.limit(1)
			.toList();
	}

}
