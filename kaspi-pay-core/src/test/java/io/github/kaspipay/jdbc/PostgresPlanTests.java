package io.github.kaspipay.jdbc;

import io.github.kaspipay.MutableClock;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With a million settled orders, finding what is due stays an index access.
 */
class PostgresPlanTests {

	private static final String PREFIX = "plan_";

	private static final DataSource DATA_SOURCE = TestDatabases.postgres();

	private static final JdbcClient JDBC = JdbcClient.create(DATA_SOURCE);

	private static final long NOW = LedgerData.START.toEpochMilli();

	@BeforeAll
	static void fill() {
		new LedgerSchema(DATA_SOURCE, PREFIX).migrate();
		JDBC.sql("ALTER TABLE plan_order SET UNLOGGED").update();
		JDBC.sql("ALTER TABLE plan_order DROP CONSTRAINT plan_order_order_id_key, DROP CONSTRAINT plan_order_pkey")
			.update();
		JDBC.sql("INSERT INTO plan_order (order_id, status, amount, refunded_amount, disputed, recorded_at, paid_at, "
				+ "version) SELECT 'settled-' || i, 'PAID', 100, 0, FALSE, i, i, 2 FROM generate_series(1, 1000000) i")
			.update();
		JDBC.sql("INSERT INTO plan_order (order_id, status, amount, refunded_amount, disputed, recorded_at, "
				+ "next_poll_at, version) SELECT 'open-' || i, 'INIT', 100, 0, FALSE, i, :now + (i - 500) * 100, 0 "
				+ "FROM generate_series(1, 10000) i")
			.param("now", NOW)
			.update();
		JDBC.sql("ALTER TABLE plan_order ADD PRIMARY KEY (id), ADD UNIQUE (order_id)").update();
		JDBC.sql("INSERT INTO plan_event (event_id, kind, order_id, amount, occurred_at, source, state, attempts, "
				+ "due_at, delivered_at) SELECT 'e' || i, 'CANCELLED', 'settled-' || i, 100, i, 'POLL', 'DELIVERED', 1, "
				+ "i, i FROM generate_series(1, 100000) i")
			.update();
		JDBC.sql("INSERT INTO plan_event (event_id, kind, order_id, amount, occurred_at, source, state, attempts, "
				+ "due_at) SELECT 'p' || i, 'CANCELLED', 'open-' || (i % 500), 100, i, 'POLL', "
				+ "CASE WHEN i <= 300 THEN 'PARKED' ELSE 'PENDING' END, 0, :now - i FROM generate_series(1, 1000) i")
			.param("now", NOW)
			.update();
		JDBC.sql("ANALYZE plan_order, plan_event").update();
	}

	@AfterAll
	static void drop() {
		JDBC.sql("DROP TABLE plan_order, plan_event, plan_webhook, plan_schema").update();
	}

	@Test
	void claimsDueOrdersByIndex() {
		assertIndexed(JdbcKaspiOrderStore.claimDue(PREFIX + "order", 50), "plan_order_next_poll_at_idx");
	}

	@Test
	void takesTheNextEventByIndex() {
		assertIndexed(JdbcOutbox.takeNext(PREFIX + "event"), "plan_event_state_due_at_id_idx");
	}

	@Test
	void claimsFromAMillion() {
		MutableClock clock = new MutableClock(LedgerData.START);
		JdbcKaspiOrderStore store = new JdbcKaspiOrderStore(DATA_SOURCE, new DataSourceTransactionManager(DATA_SOURCE),
				clock, new JdbcStoreSettings(PREFIX, Duration.ofSeconds(30), Duration.ofDays(30)));
		assertThat(store.claimDue(600, (entry) -> Duration.ofMinutes(1))).hasSize(500)
			.allSatisfy((entry) -> assertThat(entry.order().orderId()).startsWith("open-"));
		assertThat(store.claimDue(600, (entry) -> Duration.ofMinutes(1))).isEmpty();
	}

	/**
	 * Looks at the plan for this time and at the one for any time, which PostgreSQL turns
	 * to once a statement has run often enough.
	 */
	private static void assertIndexed(String sql, String index) {
		for (long since : List.of(0L, NOW - 10_000)) {
			for (String mode : List.of("force_custom_plan", "force_generic_plan")) {
				assertThat(String.join("\n", explain(sql, since, mode))).contains("Index Scan using " + index)
					.doesNotContain("Seq Scan");
			}
		}
	}

	private static List<String> explain(String sql, long since, String mode) {
		SingleConnectionDataSource connection = new SingleConnectionDataSource(TestDatabases.postgres().getJdbcUrl(),
				"postgres", "", true);
		try {
			JdbcClient jdbc = JdbcClient.create(connection);
			jdbc.sql("SET plan_cache_mode = " + mode).update();
			jdbc.sql("PREPARE due (BIGINT, BIGINT) AS " + sql.replace(":now", "$1").replace(":since", "$2")).update();
			return jdbc.sql("EXPLAIN (ANALYZE, COSTS OFF) EXECUTE due (" + NOW + ", " + since + ")")
				.query(String.class)
				.list();
		}
		finally {
			connection.destroy();
		}
	}

}
