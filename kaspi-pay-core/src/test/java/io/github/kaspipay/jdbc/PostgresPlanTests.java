/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.github.kaspipay.jdbc.PlanWatch.Explained;
import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.LedgerChange;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.order.KaspiOrderPage;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import io.github.kaspipay.order.KaspiRefundState;
import io.github.kaspipay.outbox.EventKind;
import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Every statement of the stores stays an index access among tens of thousands of settled
 * orders, with thousands of events waiting, and whatever PostgreSQL believes of the
 * tables.
 */
class PostgresPlanTests {

	private static final String PREFIX = "plan_";

	private static final String NEW_PREFIX = "new_plan_";

	private static final List<String> TABLES = List.of("order", "refund", "event", "webhook", "payment", "device");

	private static final HikariDataSource DATA_SOURCE = TestDatabases.postgres();

	private static final JdbcClient JDBC = JdbcClient.create(DATA_SOURCE);

	private static final Instant NOW = LedgerData.START;

	/**
	 * When the ledger first knew of the oldest order; of each further one a second later.
	 */
	private static final Instant OLDEST = NOW.minus(Duration.ofDays(100));

	/**
	 * More with {@code -Dkaspi.plan.orders}, 100,000 for example.
	 */
	private static final int SETTLED = Integer.getInteger("kaspi.plan.orders", 30_000);

	private static final int PENDING = SETTLED / 5;

	/**
	 * More rows than this are not to be sorted.
	 */
	private static final long FEW = 400;

	@BeforeAll
	static void fill() {
		new LedgerSchema(DATA_SOURCE, PREFIX).migrate();
		for (String table : TABLES) {
			sql("ALTER TABLE @@" + table + " SET UNLOGGED, SET (autovacuum_enabled = FALSE)");
		}
		orders("'settled-' || i, 'ref-' || i, 'ref-' || i, 'PAID', FALSE, 1, FALSE, FALSE, NULL, NULL", SETTLED,
				OLDEST);
		sql("INSERT INTO @@refund (refund_id, order_id, refund_key, amount, state, created_at) "
				+ "SELECT 'r' || i, 'settled-' || i, 'key-' || i, 1, 'ACCEPTED', i FROM generate_series(1, "
				+ SETTLED / 2 + ") i");
		events("'delivered-' || i, 'settled-' || i", "'DELIVERED', 1", "i", OLDEST.toEpochMilli() + " + i * 1000",
				SETTLED);
		sql("INSERT INTO @@webhook (received_at, order_id, status, outcome, body_sha256) SELECT "
				+ OLDEST.toEpochMilli()
				+ " + i * 1000, 'settled-' || i, 'PAID', 'RECORDED', 'x' FROM generate_series(1, " + SETTLED + ") i");
		sql("INSERT INTO @@payment (transaction_id, account, order_id, amount, paid_at, recorded_at, answer) SELECT "
				+ "i, 'ref-' || i, 'settled-' || i, 1, " + OLDEST.toEpochMilli() + " + i::bigint * 60000, "
				+ OLDEST.toEpochMilli() + " + i * 1000, 'x' FROM generate_series(1, " + SETTLED + ") i");
		sql("INSERT INTO @@device (device, token, leased_until) SELECT lpad(i::text, 64, '0'), 'x', 0 "
				+ "FROM generate_series(1, 2000) i");
	}

	@AfterAll
	static void drop() {
		sql("DROP TABLE @@order, @@refund, @@event, @@webhook, @@payment, @@device, @@schema");
	}

	@ParameterizedTest
	@EnumSource
	void findsByIndex(Statistics statistics) throws Exception {
		statistics.prepare();
		PlanWatch watch = new PlanWatch(DATA_SOURCE);
		runEveryStatement(watch, statistics.ordinal() + 1);
		assertThat(missing(watch.explained())).as("statements that were not looked at").isEmpty();
		assertThat(watch.explained().stream().filter(PostgresPlanTests::isSlow)).isEmpty();
	}

	/**
	 * What runs in the first minutes of a new installation is planned before there is
	 * anything, and its plans are kept until the tables are analyzed.
	 */
	@Test
	void findsByIndexWithPlansThatWereMadeWhileTheTablesWereEmpty() throws Exception {
		Statistics.CURRENT.prepare();
		PlanWatch watch = new PlanWatch(DATA_SOURCE);
		runEveryStatement(watch, Statistics.values().length + 1);
		new LedgerSchema(DATA_SOURCE, NEW_PREFIX).migrate();
		for (String table : TABLES) {
			sql("ALTER TABLE @new@" + table + " SET (autovacuum_enabled = FALSE)");
		}
		List<Explained> generic = watch.explained()
			.stream()
			.filter((each) -> each.mode().contains("generic") && each.sql().contains(PREFIX))
			.toList();
		List<Explained> kept = watch.explainKept(generic, (sql) -> sql.replace(PREFIX, NEW_PREFIX),
				() -> TABLES.forEach((table) -> sql("INSERT INTO @new@" + table
						+ (table.equals("device") ? "" : " OVERRIDING SYSTEM VALUE") + " SELECT * FROM @@" + table)));
		sql("DROP TABLE @new@" + String.join(", @new@", TABLES) + ", @new@schema");
		assertThat(kept.stream().filter(PostgresPlanTests::isSlow)).isEmpty();
	}

	private static boolean isSlow(Explained explained) {
		boolean readsAll = explained.nodes()
			.stream()
			.anyMatch((node) -> node.path("Node Type").asText().equals("Seq Scan"));
		boolean sortsMuch = explained.nodes()
			.stream()
			.anyMatch((node) -> node.path("Node Type").asText().contains("Sort")
					&& node.path("Actual Rows").asLong() > FEW);
		return readsAll || sortsMuch || explained.pages() > 80 + 20 * explained.rows() + 2 * explained.values().size();
	}

	private static void runEveryStatement(PlanWatch watch, int round) {
		LedgerDatabase database = new LedgerDatabase(watch, new DataSourceTransactionManager(watch),
				new MutableClock(NOW),
				new JdbcStoreSettings(PREFIX, Duration.ofSeconds(30), kept(round), kept(round), kept(round)));
		Stores stores = Stores.jdbc(database);
		lookUpAndWrite(stores, "-" + round);
		poll(stores);
		pay(stores, round);
		register(new JdbcQrDeviceStore(database), round);
		assertThat(stores.figures().read().pendingEvents()).isGreaterThan(PENDING);
		deliver(stores);
		stores.ledger().clean();
		for (KaspiOrderQuery query : queries()) {
			KaspiOrderPage page = stores.orders().find(query);
			assertThat(page.next()).as("%s", query).isNotNull();
			stores.orders().find(query.after(page.next()));
		}
	}

	/**
	 * As long as makes some more than a thousand rows old, in each round.
	 */
	private static Duration kept(int round) {
		return Duration.between(OLDEST, NOW).minusSeconds(1200L * round);
	}

	private static void lookUpAndWrite(Stores stores, String suffix) {
		assertThat(stores.ledger().findByOrderId("settled-" + SETTLED / 2)).isNotNull();
		assertThat(stores.ledger().findByWireReference("ref-" + SETTLED / 2)).isNotNull();
		assertThat(stores.ledger().findByReference("ref-" + SETTLED / 2)).hasSize(1);
		String reference = "new" + suffix;
		LedgerEntry first = LedgerData.attempt(1, "first" + suffix, reference, KaspiOrderStatus.EXPIRED);
		LedgerEntry intent = LedgerData.attempt(2, "", reference, KaspiOrderStatus.UNKNOWN);
		assertThat(stores.insert(first, LedgerData.paid("first" + suffix))).isTrue();
		assertThat(stores.ledger()
			.write(new LedgerChange(null, intent, List.of(), false, null, null, first, false, TraceContract.CREATION,
					null)))
			.isTrue();
		LedgerEntry orphan = LedgerData.orphan("second" + suffix);
		assertThat(stores.insert(orphan, List.of(), LedgerData.receipt("second"))).isTrue();
		LedgerEntry merged = LedgerData.with(orphan, "second" + suffix, reference + ".2", KaspiOrderStatus.INIT);
		assertThat(stores.merge(orphan, merged, intent)).isTrue();
		LedgerEntry paid = LedgerData.with(merged, KaspiOrderStatus.PAID);
		assertThat(stores.updateAsOnlyPaid(merged, paid)).isTrue();
		LedgerEntry sent = LedgerData.with(paid,
				LedgerData.refund("new" + suffix, "key", "1", KaspiRefundState.INTENDED, null));
		assertThat(stores.update(paid, sent)).isTrue();
		LedgerEntry refunded = LedgerData.with(sent,
				LedgerData.refund("new" + suffix, "key", "1", KaspiRefundState.ACCEPTED, null));
		assertThat(stores.update(sent, refunded)).isTrue();
		stores.ledger().delete(refunded);
		LedgerEntry third = LedgerData.intent("third" + suffix);
		assertThat(stores.insert(third)).isTrue();
		assertThat(
				stores.update(third, LedgerData.with(third, "third" + suffix, "third" + suffix, KaspiOrderStatus.INIT),
						List.of(LedgerData.paid("third" + suffix)), LedgerData.receipt("third")))
			.isTrue();
	}

	private static void poll(Stores stores) {
		assertThat(stores.polls().hasDue()).isTrue();
		stores.polls().expedite("open-9000");
		for (ClaimOrder order : ClaimOrder.values()) {
			assertThat(stores.polls().claimDue(order, 10, (entry) -> Duration.ofMinutes(1))).hasSize(10);
		}
		for (boolean answered : new boolean[] { true, false }) {
			stores.leases().acquire("open-1", "a", Duration.ZERO);
			stores.leases().acquire("open-1", "b", Duration.ofSeconds(1));
			stores.leases().release("open-1", "a", answered);
		}
	}

	private static void pay(Stores stores, int round) {
		assertThat(stores.ledger().findPayment(String.valueOf(SETTLED / 2))).isNotNull();
		assertThat(stores.ledger()
			.record(new RecordedPayment("9000000" + round, "account", null, BigDecimal.ONE, Instant.EPOCH, "x")))
			.isTrue();
		LocalDate day = LocalDate.ofInstant(OLDEST, KaspiPayment.BANK_ZONE).plusDays(9);
		assertThat(stores.orders().payments(day)).hasSize(1440);
	}

	private static void register(JdbcQrDeviceStore devices, int round) {
		String device = String.valueOf(round).repeat(64);
		assertThatIllegalStateException().isThrownBy(() -> devices.obtain(device, null, () -> {
			throw new IllegalStateException("not registered");
		}));
		assertThat(devices.obtain(device, null, () -> "token")).isEqualTo("token");
		assertThat(devices.obtain(device, null, () -> "another")).isEqualTo("token");
	}

	private static void deliver(Stores stores) {
		List<LeasedEvent> leased = stores.outbox().claimDue(10, List.of("p1", "p2"), Deliveries.POLICY);
		assertThat(leased).hasSize(9).as("one is parked as its attempts are used up");
		assertThat(stores.outbox().deliver(leased.get(0), (event, causes) -> {
		})).isTrue();
		stores.outbox().putOff(leased.get(1), Duration.ofSeconds(1), "failed");
		stores.outbox().release(leased.subList(2, 9));
		assertThat(stores.outbox().findParked(50)).hasSize(50);
		assertThat(stores.outbox().countParked()).isEqualTo(301);
		assertThat(stores.outbox().redeliver("parked-1")).isTrue();
		assertThat(stores.outbox().redeliverAll(EventKind.PAID)).isZero();
		assertThat(stores.outbox().redeliverAll(null)).isEqualTo(300);
	}

	private static List<KaspiOrderQuery> queries() {
		List<KaspiOrderQuery> queries = new ArrayList<>();
		Instant from = OLDEST.plus(Duration.ofHours(4));
		Instant to = NOW.plusSeconds(40);
		for (KaspiOrderQuery query : List.of(KaspiOrderQuery.all(), KaspiOrderQuery.open(), KaspiOrderQuery.disputed(),
				KaspiOrderQuery.refundInDoubt(), KaspiOrderQuery.withStatus(KaspiOrderStatus.PAID),
				KaspiOrderQuery.withStatus(new KaspiOrderStatus("ON_HOLD")))) {
			KaspiOrderQuery page = query.limit(10);
			queries.addAll(List.of(page, page.between(from, null), page.between(null, to), page.between(from, to)));
		}
		return queries;
	}

	/**
	 * Returns the constants of the stores that are part of no statement which ran.
	 */
	private static List<String> missing(List<Explained> explained) throws Exception {
		List<String> ran = explained.stream().map((each) -> normalized(each.sql())).toList();
		return constants().stream()
			.filter((constant) -> ran.stream().noneMatch((sql) -> sql.contains(normalized(constant))))
			.toList();
	}

	private static List<String> constants() throws IOException, ReflectiveOperationException {
		List<String> constants = new ArrayList<>();
		String stores = ClassUtils.convertClassNameToResourcePath(JdbcLedgerStore.class.getPackageName());
		for (Resource resource : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:" + stores + "/*.class")) {
			Class<?> type = ClassUtils.resolveClassName(
					JdbcLedgerStore.class.getPackageName() + "."
							+ String.valueOf(resource.getFilename()).replace(".class", ""),
					PostgresPlanTests.class.getClassLoader());
			for (Field field : type.getDeclaredFields()) {
				if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
					field.setAccessible(true);
					String value = String.valueOf(field.get(null));
					if (value.matches("(?s)(SELECT|INSERT|UPDATE|DELETE) .*")) {
						constants.add(value);
					}
				}
			}
		}
		assertThat(constants).hasSizeGreaterThan(20);
		return constants;
	}

	private static String normalized(String sql) {
		return sql.replace("@@prefix@@", PREFIX)
			.replaceAll(":\\w+", "?")
			.replaceAll("\\?(, \\?)+", "?")
			.replaceAll("\\s+", " ")
			.strip();
	}

	private static void sql(String statement) {
		JDBC.sql(statement.replace("@@", PREFIX).replace("@new@", NEW_PREFIX)).update();
	}

	private static void orders(String values, int number, Instant from) {
		sql("INSERT INTO @@order (order_id, reference, wire_reference, status, is_open, refunds, disputed, "
				+ "refund_in_doubt, next_poll_at, expedited_at, attempt, superseded, amount, refunded_amount, "
				+ "refunded_known, closed_locally, recorded_at, version) SELECT " + values
				+ ", 1, FALSE, 100, 0, TRUE, FALSE, " + from.toEpochMilli() + " + i * 1000, 0 "
				+ "FROM generate_series(1, " + number + ") i");
	}

	private static void events(String ids, String state, String dueAt, String deliveredAt, int number) {
		sql("INSERT INTO @@event (event_id, order_id, state, attempts, due_at, delivered_at, kind, amount, "
				+ "occurred_at, source) SELECT " + ids + ", " + state + ", " + dueAt + ", " + deliveredAt
				+ ", 'CANCELLED', 100, i, 'POLL' FROM generate_series(1, " + number + ") i");
	}

	/**
	 * What PostgreSQL believes of the tables.
	 */
	private enum Statistics {

		/**
		 * That they are empty, as right after they were made.
		 */
		EMPTY,

		/**
		 * That nothing is due, open or disputed, as mostly.
		 */
		ALL_SETTLED,

		/**
		 * What is there.
		 */
		CURRENT;

		void prepare() {
			sql("DELETE FROM @@order WHERE order_id IS NULL OR order_id NOT LIKE 'settled-%'");
			sql("DELETE FROM @@event WHERE event_id NOT LIKE 'delivered-%'");
			sql("DELETE FROM @@refund WHERE order_id NOT LIKE 'settled-%'");
			if (this == ALL_SETTLED) {
				sql("VACUUM ANALYZE @@order, @@refund, @@event, @@webhook, @@payment");
			}
			addUnsettled();
			if (this == CURRENT) {
				sql("VACUUM ANALYZE @@order, @@refund, @@event, @@webhook, @@payment");
			}
			if (this == EMPTY) {
				sql("DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class WHERE relname LIKE '@@%')");
				sql("UPDATE pg_class SET reltuples = 0, relpages = 0, relallvisible = 0 WHERE relname LIKE '@@%'");
			}
		}

		private static void addUnsettled() {
			long now = NOW.toEpochMilli();
			orders("'open-' || i, NULL, NULL, 'INIT', TRUE, 0, FALSE, FALSE, " + now + " + (i - 500) * 100, "
					+ "CASE WHEN i BETWEEN 600 AND 700 THEN " + now + " - i END", 10_000, NOW.minusSeconds(20_000));
			orders("'disputed-' || i, NULL, NULL, 'PAID', FALSE, 0, TRUE, FALSE, NULL::bigint, NULL::bigint", 100, NOW);
			orders("'refund-' || i, NULL, NULL, 'PAID', FALSE, 0, FALSE, TRUE, NULL::bigint, NULL::bigint", 100, NOW);
			orders("'odd-' || i, NULL, NULL, 'ON_HOLD', TRUE, 0, FALSE, FALSE, NULL::bigint, NULL::bigint", 100, NOW);
			events("'parked-' || i, 'parked-' || i", "'PARKED', 3", "i", "NULL::bigint", 300);
			events("'held-' || i, 'parked-' || i", "'PENDING', 0", "i", "NULL::bigint", 20);
			events("'p' || i, 'pending-' || i", "'PENDING', CASE WHEN i = 3 THEN 3 ELSE 0 END", "100000 + i",
					"NULL::bigint", PENDING);
		}

	}

}
