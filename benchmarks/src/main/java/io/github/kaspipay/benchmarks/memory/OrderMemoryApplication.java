/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.memory;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.EventDispatch;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.outbox.RedeliveryPolicy;

/**
 * The heap that an order takes in the ledger in memory, open and paid, beside the bare
 * order; and what a creation costs in a ledger full of open ones.
 */
public final class OrderMemoryApplication {

	private static final RedeliveryPolicy POLICY = new RedeliveryPolicy(5, Duration.ofSeconds(1),
			Duration.ofMinutes(1));

	private OrderMemoryApplication() {
	}

	/**
	 * Measures, and prints bytes for each order.
	 * @param args how many orders there are, 10,000 and 1,000,000 if left out
	 */
	public static void main(String[] args) {
		List<Integer> counts = (args.length > 0) ? List.of(Integer.valueOf(args[0])) : List.of(10_000, 1_000_000);
		measure(1000);
		for (int count : counts) {
			System.out.println(measure(count));
		}
	}

	private static String measure(int count) {
		long empty = heap();
		KaspiOrder[] bare = new KaspiOrder[count];
		for (int i = 0; i < count; i++) {
			bare[i] = Answers.order(i, Answers.reference(i));
		}
		double order = (heap() - empty) / (double) count;
		Reference.reachabilityFence(bare);
		bare = null;

		Clock clock = Clock.systemUTC();
		InMemoryEventOutbox outbox = new InMemoryEventOutbox(clock);
		InMemoryLedgerStore store = new InMemoryLedgerStore(count, clock, outbox);
		KaspiOrderLedger ledger = new KaspiOrderLedger(store, clock, new NoDispatch());
		LedgerKaspiOrderService service = new LedgerKaspiOrderService(ledger, store, QueryLeases.LOCAL, new Answers(),
				clock);
		empty = heap();
		for (int i = 0; i < count; i++) {
			create(service, i);
		}
		double open = (heap() - empty) / (double) count;
		long start = System.nanoTime();
		for (int i = count; i < count + 1000; i++) {
			create(service, i);
		}
		double flooded = (System.nanoTime() - start) / 1e6;
		for (int i = 1000; i < count + 1000; i++) {
			ledger.observe(new Notified(Answers.orderId(i), Answers.reference(i), new KaspiOrderStatus("PAID"),
					new BigDecimal("25000.00"), () -> "digest"));
			for (LeasedEvent event : outbox.claimDue(1, List.of(), POLICY)) {
				outbox.deliver(event, (each, causes) -> {
				});
			}
		}
		double paid = (heap() - empty) / (double) count;
		return String.format(Locale.ROOT,
				"%,d orders: bare %.0f B; open %.0f B, %.2f x; paid %.0f B, %.2f x; a creation when full %.0f µs",
				count, order, open, open / order, paid, paid / order, flooded);
	}

	private static void create(LedgerKaspiOrderService service, int number) {
		service.create(KaspiOrderRequest.builder().amount(25000).reference(Answers.reference(number)).build());
	}

	private static long heap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static final class NoDispatch implements EventDispatch {

		@Override
		public boolean accepts() {
			return false;
		}

		@Override
		public void dispatch(List<KaspiOrderEvent> events) {
		}

	}

}
