/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Paid webhooks from four threads to the listener's row, in PostgreSQL with fsync on, by
 * the starter and by hand, in turns; and the same webhooks once more.
 */
public final class PaymentsApplication {

	private static final int THREADS = 4;

	private static final int PAYMENTS = 500;

	private static final int WARM_UP = 6;

	private final ExecutorService callers = Executors.newFixedThreadPool(THREADS);

	private final ProcessHandle postgres;

	private int orders;

	private PaymentsApplication(ProcessHandle postgres) {
		this.postgres = postgres;
	}

	/**
	 * Measures, and prints ratios.
	 * @param args how many turns each side has after warming up, 30 if left out
	 * @throws IOException if PostgreSQL does not start
	 */
	public static void main(String[] args) throws IOException {
		int turns = (args.length > 0) ? Integer.parseInt(args[0]) : 30;
		ExecutorService deliveries = Executors.newFixedThreadPool(THREADS);
		try (EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.start(); HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
			dataSource.setUsername("postgres");
			JdbcTemplate jdbc = new JdbcTemplate(dataSource);
			jdbc.execute("CREATE TABLE own_row (order_id VARCHAR(64) PRIMARY KEY)");
			try (Engine engine = new Engine(dataSource, THREADS)) {
				PaymentsApplication application = new PaymentsApplication(server(jdbc));
				application.compare(List.of(ByHand.inOwnTables(dataSource, deliveries), engine,
						ByHand.inTheStartersTables(dataSource, deliveries),
						new ByHandWithAllSteps(dataSource, deliveries)), turns, jdbc);
				application.callers.shutdown();
			}
		}
		finally {
			deliveries.shutdown();
		}
	}

	static ProcessHandle server(JdbcTemplate jdbc) {
		long backend = Objects.requireNonNull(jdbc.queryForObject("SELECT pg_backend_pid()", Long.class));
		return ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
	}

	/**
	 * Analyzes the tables after warming up, as PostgreSQL does by itself within minutes:
	 * until then plans are used that were made while they were empty.
	 */
	private void compare(List<Side> sides, int turns, JdbcTemplate jdbc) {
		List<List<Turn>> paid = sides.stream().map((side) -> (List<Turn>) new ArrayList<Turn>()).toList();
		List<List<Turn>> repeated = sides.stream().map((side) -> (List<Turn>) new ArrayList<Turn>()).toList();
		for (int turn = 0; turn < WARM_UP + turns; turn++) {
			if (turn == WARM_UP) {
				jdbc.execute("ANALYZE");
			}
			for (int i = 0; i < sides.size(); i++) {
				int which = (turn + i) % sides.size();
				List<String> orderIds = IntStream.range(0, PAYMENTS)
					.mapToObj((each) -> "ORD-" + this.orders++)
					.toList();
				Side side = sides.get(which);
				side.open(orderIds);
				Turn first = measure(side, orderIds, PAYMENTS);
				Turn second = measure(side, orderIds, 0);
				if (turn >= WARM_UP) {
					paid.get(which).add(first);
					repeated.get(which).add(second);
				}
			}
		}
		print("Paid webhook to delivered event", paid);
		print("The same webhook again", repeated);
	}

	private static void print(String name, List<List<Turn>> turns) {
		System.out.println(Turn.compare(name, turns.get(1), turns.get(0)));
		System.out.println(Turn.compare(name + ", by hand in the starter's tables", turns.get(2), turns.get(0)));
		System.out.println(Turn.compare(name + ", by hand with all steps", turns.get(3), turns.get(0)));
		System.out.println(Turn.compare(name + ", beside by hand with all steps", turns.get(1), turns.get(3)));
	}

	private Turn measure(Side side, List<String> orderIds, int events) {
		long expected = side.heard() + events;
		return Turn.measure(PAYMENTS, this.postgres, () -> {
			inParallel(orderIds, side::paid);
			while (side.heard() < expected) {
				LockSupport.parkNanos(100_000);
			}
		});
	}

	private void inParallel(List<String> orderIds, Consumer<String> work) {
		List<? extends Future<?>> running = IntStream.range(0, THREADS)
			.mapToObj((thread) -> this.callers.submit(() -> IntStream.range(0, PAYMENTS)
				.filter((each) -> each % THREADS == thread)
				.forEach((each) -> work.accept(orderIds.get(each)))))
			.toList();
		try {
			for (Future<?> each : running) {
				each.get();
			}
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
