/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.size;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.jdbc.JdbcEventOutbox;
import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.jdbc.JdbcQueryLeases;
import io.github.kaspipay.jdbc.JdbcStoreSettings;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.jdbc.LedgerSchema;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.OrderObservation.Notified;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.EventDispatch;
import io.github.kaspipay.outbox.LeasedEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Takes orders through their lives as fast as it can, with autovacuum as PostgreSQL has
 * it, and says what is left in tables and indexes: each order is written down, asked
 * about once, paid by a webhook, delivered, and its webhook comes again.
 */
public final class BloatApplication {

	private static final int THREADS = 4;

	private static final BigDecimal AMOUNT = BigDecimal.valueOf(25_000);

	private BloatApplication() {
	}

	/**
	 * Measures, and prints sizes.
	 * @param args how many orders, 100,000 if left out
	 * @throws IOException if PostgreSQL does not start
	 */
	public static void main(String[] args) throws IOException {
		int orders = (args.length > 0) ? Integer.parseInt(args[0]) : 100_000;
		try (EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
				HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
			dataSource.setUsername("postgres");
			new LedgerSchema(dataSource, "kaspi_pay_").migrate();
			LedgerDatabase database = new LedgerDatabase(dataSource, new JdbcTransactionManager(dataSource),
					Clock.systemUTC(), new JdbcStoreSettings("kaspi_pay_", Duration.ofMinutes(1), Duration.ofDays(30),
							Duration.ofDays(30), null));
			live(new Lives(database), orders);
			report(new JdbcTemplate(dataSource), orders);
		}
	}

	private static void live(Lives lives, int orders) {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<? extends Future<?>> running = IntStream.range(0, THREADS)
				.mapToObj((thread) -> threads.submit(() -> IntStream.range(0, orders)
					.filter((each) -> each % THREADS == thread)
					.forEach((each) -> lives.live("ORD-" + each))))
				.toList();
			for (Future<?> each : running) {
				each.get();
			}
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			threads.shutdown();
		}
	}

	private static void report(JdbcTemplate jdbc, int orders) {
		jdbc.execute("SELECT pg_sleep(1)");
		for (String table : List.of("kaspi_pay_order", "kaspi_pay_event", "kaspi_pay_webhook")) {
			Map<String, @Nullable Object> counted = jdbc.queryForMap(
					"SELECT n_tup_upd AS updates, n_tup_hot_upd AS hot FROM pg_stat_user_tables WHERE relname = ?",
					table);
			Sizes after = Sizes.of(jdbc, table);
			jdbc.execute("VACUUM FULL " + table);
			Sizes packed = Sizes.of(jdbc, table);
			System.out.printf(Locale.ROOT,
					"%s: %s updates, %s of them HOT; table %d bytes an order, %.2f times packed;"
							+ " indexes %d bytes, %.2f times packed%n",
					table, counted.get("updates"), counted.get("hot"), after.table() / orders,
					(double) after.table() / packed.table(), after.indexes() / orders,
					(double) after.indexes() / packed.indexes());
		}
	}

	private record Sizes(long table, long indexes) {

		static Sizes of(JdbcTemplate jdbc, String table) {
			return jdbc
				.query("SELECT pg_table_size(?::regclass), pg_indexes_size(?::regclass)",
						(row, number) -> new Sizes(row.getLong(1), row.getLong(2)), table, table)
				.get(0);
		}

	}

	private static final class Lives implements EventDispatch {

		private final JdbcEventOutbox outbox;

		private final JdbcQueryLeases leases;

		private final KaspiOrderLedger ledger;

		private Lives(LedgerDatabase database) {
			this.outbox = new JdbcEventOutbox(database);
			this.leases = new JdbcQueryLeases(database);
			this.ledger = new KaspiOrderLedger(new JdbcLedgerStore(database, this.outbox), Clock.systemUTC(), this);
		}

		private void live(String orderId) {
			KaspiOrder open = new KaspiOrder(orderId, "ref-" + orderId, KaspiOrderStatus.INIT, AMOUNT, BigDecimal.ZERO,
					"qr".repeat(40), null, Instant.now(), Instant.now().plusSeconds(900), null);
			this.ledger.adopt(open);
			this.leases.acquire(orderId, "a", Duration.ZERO);
			this.ledger.observe(new Answered(open, KaspiEventSource.POLL, null));
			this.leases.release(orderId, "a", true);
			for (int i = 0; i < 2; i++) {
				this.ledger.observe(new Notified(orderId, null, KaspiOrderStatus.PAID, AMOUNT, () -> "0".repeat(64)));
			}
		}

		@Override
		public boolean accepts() {
			return true;
		}

		@Override
		public void dispatch(List<KaspiOrderEvent> events) {
			events.forEach((event) -> this.outbox.deliver(new LeasedEvent(event, 1), (heard, causes) -> {
			}));
		}

	}

}
