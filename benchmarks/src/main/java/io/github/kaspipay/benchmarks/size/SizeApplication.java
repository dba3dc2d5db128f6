/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.size;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.github.kaspipay.benchmarks.figures.Turns;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The same work in tables of 10,000 settled orders and of many more, in turns, with plans
 * for any values.
 */
public final class SizeApplication {

	private static final int FEW = 10_000;

	private static final int REPEATED = 100;

	private static final int TURNS = 40;

	private static final int WARM_UP = 8;

	private SizeApplication() {
	}

	/**
	 * Measures, and prints ratios.
	 * @param args how many settled orders the large tables have, 1,000,000 if left out
	 * @throws IOException if PostgreSQL does not start
	 */
	public static void main(String[] args) throws IOException {
		int many = (args.length > 0) ? Integer.parseInt(args[0]) : 1_000_000;
		try (EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "off")
			.setServerConfig("shared_buffers", "2GB")
			.setServerConfig("max_wal_size", "8GB")
			.start(); HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(
					server.getJdbcUrl("postgres", "postgres") + "&options=-c%20plan_cache_mode=force_generic_plan");
			dataSource.setUsername("postgres");
			dataSource.setMaximumPoolSize(1);
			Tables small = new Tables(dataSource, "small_", FEW);
			Tables large = new Tables(dataSource, "large_", many);
			new JdbcTemplate(dataSource).execute("VACUUM ANALYZE");
			compare(small.work(), large.work(), many);
		}
	}

	private static void compare(Map<String, Runnable> small, Map<String, Runnable> large, int many) {
		double[][][] times = new double[small.size()][2][TURNS];
		for (int turn = -WARM_UP; turn < TURNS; turn++) {
			for (int side = 0; side < 2; side++) {
				int which = Math.floorMod(turn + side, 2);
				int number = 0;
				for (Runnable work : ((which == 0) ? small : large).values()) {
					double time = time(work);
					if (turn >= 0) {
						times[number][which][turn] = time;
					}
					number++;
				}
			}
		}
		int number = 0;
		for (String name : small.keySet()) {
			print(name, times[number][0], times[number][1], many);
			number++;
		}
	}

	private static double time(Runnable work) {
		long start = System.nanoTime();
		for (int i = 0; i < REPEATED; i++) {
			work.run();
		}
		return (System.nanoTime() - start) / 1e3 / REPEATED;
	}

	private static void print(String name, double[] small, double[] large, int many) {
		List<Double> few = Arrays.stream(small).boxed().toList();
		List<Double> others = Arrays.stream(large).boxed().toList();
		System.out.printf(Locale.ROOT, "%s: %.0f µs; with %,d settled orders %s times as long%n", name,
				Turns.median(few, Double::doubleValue), many, Turns.ratio(others, few, Double::doubleValue));
	}

}
