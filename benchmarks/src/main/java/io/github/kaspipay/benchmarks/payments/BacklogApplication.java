/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.jdbc.JdbcEventOutbox;
import io.github.kaspipay.jdbc.JdbcStoreSettings;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.jdbc.LedgerSchema;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * Deliveries a second from a backlog, and their CPU, to a listener that writes a row, in
 * PostgreSQL with fsync on: from a small one and from one of 120,000 events, by one
 * instance and by two that share the machine.
 */
public final class BacklogApplication {

	private static final int FEW = 12_000;

	private static final int MANY = 120_000;

	private static final int MEASURED = 5_000;

	private static final int THREADS = 4;

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final AtomicInteger heard = new AtomicInteger();

	private BacklogApplication(DataSource dataSource) {
		this.dataSource = dataSource;
		this.jdbc = new JdbcTemplate(dataSource);
	}

	/**
	 * Measures, and prints deliveries a second.
	 * @param args how often each is measured, 5 times if left out
	 * @throws IOException if PostgreSQL does not start
	 */
	public static void main(String[] args) throws IOException {
		int turns = (args.length > 0) ? Integer.parseInt(args[0]) : 5;
		try (EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.start(); HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
			dataSource.setUsername("postgres");
			new BacklogApplication(dataSource).run(turns);
		}
	}

	private void run(int turns) {
		new LedgerSchema(this.dataSource, "kaspi_pay_").migrate();
		this.jdbc.execute("CREATE TABLE own_row (event_id VARCHAR(130) PRIMARY KEY)");
		ProcessHandle postgres = PaymentsApplication.server(this.jdbc);
		List<Turn> few = new ArrayList<>();
		List<Turn> many = new ArrayList<>();
		List<Turn> shared = new ArrayList<>();
		measure(postgres, FEW, 1);
		for (int turn = 0; turn < turns; turn++) {
			few.add(measure(postgres, FEW, 1));
			many.add(measure(postgres, MANY, 1));
			shared.add(measure(postgres, MANY, 2));
		}
		System.out.println(Turn.compare("120,000 events beside 12,000", many, few));
		System.out.println(Turn.compare("120,000 events, two instances beside one", shared, many));
	}

	private Turn measure(ProcessHandle postgres, int backlog, int instances) {
		fill(backlog);
		this.heard.set(0);
		List<KaspiPayWorkers> workers = new ArrayList<>();
		Turn turn = Turn.measure(MEASURED, postgres, () -> {
			for (int i = 0; i < instances; i++) {
				workers.add(instance());
			}
			while (this.heard.get() < MEASURED) {
				LockSupport.parkNanos(1_000_000);
			}
		});
		workers.forEach(KaspiPayWorkers::stop);
		return turn;
	}

	private void fill(int backlog) {
		this.jdbc.execute("TRUNCATE kaspi_pay_order, kaspi_pay_event, own_row");
		this.jdbc.execute("INSERT INTO kaspi_pay_order (order_id, status, is_open, attempt, superseded, amount,"
				+ " refunded_amount, refunded_known, refunds, refund_in_doubt, disputed, closed_locally, recorded_at,"
				+ " version) SELECT 'o' || i, 'PAID', FALSE, 1, FALSE, 100, 0, TRUE, 0, FALSE, FALSE, FALSE, i, 0"
				+ " FROM generate_series(1, " + backlog + ") i");
		this.jdbc.execute("ANALYZE");
		this.jdbc.execute("INSERT INTO kaspi_pay_event (event_id, order_id, kind, occurred_at, source, state, attempts,"
				+ " due_at, amount, paid_at, late) SELECT 'o' || i || ':PAID', 'o' || i, 'PAID', i, 'WEBHOOK',"
				+ " 'PENDING', 0, i, 100, i, FALSE FROM generate_series(1, " + backlog + ") i");
	}

	private KaspiPayWorkers instance() {
		LedgerDatabase database = new LedgerDatabase(this.dataSource, new JdbcTransactionManager(this.dataSource),
				Clock.systemUTC(), new JdbcStoreSettings("kaspi_pay_", Duration.ofMinutes(1), Duration.ofDays(30),
						Duration.ofDays(30), null));
		KaspiPayWorkers workers = new KaspiPayWorkers(THREADS);
		KaspiEventDispatcher dispatcher = new KaspiEventDispatcher(new JdbcEventOutbox(database), this::write,
				new RedeliveryPolicy(5, Duration.ofSeconds(1), Duration.ofMinutes(1)), workers, Duration.ofMinutes(1));
		workers.start();
		workers.inBackground(dispatcher::sweep);
		return workers;
	}

	private void write(Object event) {
		this.jdbc.update("INSERT INTO own_row (event_id) VALUES (?)", ((KaspiOrderEvent) event).eventId());
		this.heard.incrementAndGet();
	}

}
