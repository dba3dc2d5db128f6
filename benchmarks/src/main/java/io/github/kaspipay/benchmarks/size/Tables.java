/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.size;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import javax.sql.DataSource;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.jdbc.JdbcEventOutbox;
import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.jdbc.JdbcPollQueue;
import io.github.kaspipay.jdbc.JdbcQueryLeases;
import io.github.kaspipay.jdbc.JdbcStoreSettings;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.jdbc.LedgerSchema;
import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.EventDispatch;
import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.outbox.RedeliveryPolicy;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A ledger's tables with a number of settled orders in them, and what is done with them.
 */
final class Tables {

	static final int OPEN = 40_000;

	private static final int RECENT = 10_000;

	private static final RedeliveryPolicy POLICY = new RedeliveryPolicy(5, Duration.ofSeconds(1),
			Duration.ofMinutes(1));

	private static final String DIGEST = "0".repeat(64);

	private final Random random = new Random(1);

	private final int settled;

	private final JdbcLedgerStore store;

	private final JdbcEventOutbox outbox;

	private final JdbcPollQueue polls;

	private final JdbcQueryLeases leases;

	private final KaspiOrderLedger ledger;

	private int paid;

	Tables(DataSource dataSource, String prefix, int settled) {
		this.settled = settled;
		new LedgerSchema(dataSource, prefix).migrate();
		fill(new JdbcTemplate(dataSource), prefix);
		LedgerDatabase database = new LedgerDatabase(dataSource, new JdbcTransactionManager(dataSource),
				Clock.systemUTC(),
				new JdbcStoreSettings(prefix, Duration.ofMinutes(1), Duration.ofDays(30), Duration.ofDays(30), null));
		this.outbox = new JdbcEventOutbox(database);
		this.store = new JdbcLedgerStore(database, this.outbox);
		this.polls = new JdbcPollQueue(database, this.store);
		this.leases = new JdbcQueryLeases(database);
		this.ledger = new KaspiOrderLedger(this.store, Clock.systemUTC(), new LeftToTheSweep());
	}

	private void fill(JdbcTemplate jdbc, String prefix) {
		long now = Instant.now().toEpochMilli();
		String columns = "order (order_id, reference, wire_reference, status, is_open, next_poll_at, attempt, superseded,"
				+ " amount, refunded_amount, refunded_known, refunds, refund_in_doubt, disputed, closed_locally,"
				+ " recorded_at, version) SELECT ";
		String rest = ", 1, FALSE, 100, 0, TRUE, 0, FALSE, FALSE, FALSE, " + now + " - i, 0 FROM generate_series(1, ";
		String into = "INSERT INTO " + prefix;
		jdbc.execute(into + columns + "'settled-' || i, 'ref-' || i, 'ref-' || i, 'PAID', FALSE, NULL" + rest
				+ this.settled + ") i");
		jdbc.execute(into + columns + "'open-' || i, NULL, NULL, 'INIT', TRUE, " + now + " + (i - 20000) * 1000" + rest
				+ OPEN + ") i");
		jdbc.execute(
				into + "event (event_id, order_id, kind, occurred_at, source, state, attempts, due_at, delivered_at,"
						+ " amount, paid_at) SELECT 'settled-' || i || ':PAID', 'settled-' || i, 'PAID', " + now
						+ " - i, 'WEBHOOK', 'DELIVERED', 1, " + now + " - i, " + now + " - i, 100, " + now
						+ " - i FROM generate_series(1, " + this.settled + ") i");
		jdbc.execute(into + "webhook (received_at, order_id, status, outcome, body_sha256) SELECT " + now
				+ " - i, 'settled-' || i, 'PAID', 'RECORDED', '" + DIGEST + "' FROM generate_series(1, " + this.settled
				+ ") i");
	}

	/**
	 * Returns what is done, in an order in which each finds what it needs.
	 */
	Map<String, Runnable> work() {
		Map<String, Runnable> work = new LinkedHashMap<>();
		work.put("look any order up by its id", () -> lookUp(any()));
		work.put("look one of the last 10,000 orders up by its id", () -> lookUp(recent()));
		work.put("look one of them up by its reference", () -> this.store.findByReference("ref-" + recent()).get(0));
		work.put("record a paid webhook", this::observe);
		work.put("claim an event and deliver it", this::deliver);
		work.put("see whether a poll is due", this.polls::hasDue);
		work.put("claim an order for its poll",
				() -> this.polls.claimDue(ClaimOrder.OVERDUE, 1, (entry) -> Duration.ofHours(1)).get(0));
		work.put("lease a status query of an open order and give it back", this::query);
		return work;
	}

	private int any() {
		return 1 + this.random.nextInt(this.settled);
	}

	/**
	 * Those that are inserted last have the highest numbers.
	 */
	private int recent() {
		return this.settled - this.random.nextInt(Math.min(this.settled, RECENT));
	}

	private void lookUp(int number) {
		Objects.requireNonNull(this.store.findByOrderId("settled-" + number));
	}

	private void observe() {
		this.ledger.observe(new Notified("open-" + (OPEN - this.paid++), null, KaspiOrderStatus.PAID,
				BigDecimal.valueOf(100), () -> DIGEST));
	}

	private void deliver() {
		LeasedEvent leased = this.outbox.claimDue(1, List.of(), POLICY).get(0);
		this.outbox.deliver(leased, (event, causes) -> {
		});
	}

	private void query() {
		String orderId = "open-" + (1 + this.random.nextInt(OPEN / 2));
		this.leases.acquire(orderId, "a", Duration.ZERO);
		this.leases.release(orderId, "a", true);
	}

	private static final class LeftToTheSweep implements EventDispatch {

		@Override
		public boolean accepts() {
			return false;
		}

		@Override
		public void dispatch(List<KaspiOrderEvent> events) {
			throw new IllegalStateException();
		}

	}

}
