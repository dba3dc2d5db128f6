/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stores in a MariaDB database.
 */
class MariaDbStoresTests extends JdbcStoresContract {

	private static final int MANY = 5000;

	MariaDbStoresTests() {
		super(TestDatabases.mariaDb());
	}

	/**
	 * Counts the rows and index entries that MariaDB looks at.
	 */
	@Test
	void findsByIndex() {
		fill();
		SingleConnectionDataSource connection = new SingleConnectionDataSource(dataSource().getJdbcUrl(), "root", "",
				true);
		try {
			JdbcClient jdbc = JdbcClient.create(connection);
			Stores stores = Stores.jdbc(connection, clock(), PREFIX);
			String deep = LedgerData.START.toEpochMilli() - MANY + 100 + "-" + 999_999_999_999_999_999L;
			for (KaspiOrderQuery query : List.of(KaspiOrderQuery.all(), KaspiOrderQuery.open(),
					KaspiOrderQuery.withStatus(KaspiOrderStatus.INIT))) {
				assertReadsFew(jdbc,
						() -> assertThat(stores.orders().find(query.limit(9).after(deep)).orders()).hasSize(9));
				assertReadsFew(jdbc,
						() -> assertThat(
								stores.orders().find(query.limit(9).between(null, Instant.ofEpochMilli(1))).orders())
							.isEmpty());
			}
			assertReadsFew(jdbc, () -> assertThat(stores.polls().hasDue()).isTrue());
			stores.polls().expedite("o1");
			for (ClaimOrder order : List.of(ClaimOrder.OVERDUE, ClaimOrder.RECENT)) {
				assertReadsFew(jdbc,
						() -> assertThat(stores.polls().claimDue(order, 9, (entry) -> Duration.ofHours(1))).hasSize(9));
			}
			assertReadsFew(jdbc,
					() -> assertThat(stores.polls().claimDue(ClaimOrder.EXPEDITED, 9, (entry) -> Duration.ofHours(1)))
						.hasSize(1));
			assertReadsFew(jdbc, () -> {
				Deliveries deliveries = new Deliveries(stores.outbox());
				deliveries.claim(9).forEach((leased) -> assertThat(deliveries.deliver(leased, (event) -> {
				}).called()).isTrue());
			});
			assertReadsFew(jdbc, () -> assertThat(stores.outbox().countParked()).isZero());
		}
		finally {
			connection.destroy();
		}
	}

	private void fill() {
		long now = LedgerData.START.toEpochMilli();
		sql("INSERT INTO @@order (order_id, status, is_open, next_poll_at, attempt, superseded, amount, refunded_amount, "
				+ "refunded_known, refunds, refund_in_doubt, disputed, closed_locally, recorded_at, version) "
				+ "SELECT CONCAT('o', seq), 'INIT', TRUE, " + now + " - seq, 1, FALSE, 1, 0, TRUE, 0, FALSE, FALSE, "
				+ "FALSE, " + now + " - seq, 0 FROM seq_1_to_" + MANY)
			.update();
		sql("INSERT INTO @@event (event_id, order_id, kind, amount, occurred_at, source, state, attempts, due_at) "
				+ "SELECT CONCAT('e', seq), CONCAT('o', seq), 'EXPIRED', 1, 1, 'API', 'PENDING', 0, seq FROM seq_1_to_"
				+ MANY)
			.update();
		sql("ANALYZE TABLE @@order, @@event").query().listOfRows();
	}

	private static void assertReadsFew(JdbcClient jdbc, Runnable work) {
		long before = reads(jdbc);
		work.run();
		assertThat(reads(jdbc) - before).isLessThan(400);
	}

	private static long reads(JdbcClient jdbc) {
		return jdbc.sql("SHOW SESSION STATUS LIKE 'Handler_read%'")
			.query((row, number) -> row.getLong(2))
			.list()
			.stream()
			.mapToLong(Long::longValue)
			.sum();
	}

}
