/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Clock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundState;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What leaves a database once it was kept long enough, and what never does.
 */
interface RetentionContract extends JdbcContract {

	Duration ORDER_RETENTION = Duration.ofDays(60);

	Instant OLD = LedgerData.START.minus(ORDER_RETENTION).minusMillis(1);

	@Test
	default void forgetsWebhooksThatWereKeptLongEnough() {
		copies("INSERT INTO @@webhook (received_at, order_id, status, outcome, body_sha256) VALUES "
				+ "(:at - :i, 'old', 'PAID', 'RECORDED', 'x')", LedgerData.START.minus(Stores.RETENTION), 2100);
		stores().ledger().record(LedgerData.receipt("kept", LedgerData.START.minus(Stores.RETENTION)));
		stores().ledger().record(LedgerData.receipt("young"));
		stores().ledger().clean();
		assertThat(sql("SELECT order_id FROM @@webhook ORDER BY id").query(String.class).list()).containsExactly("kept",
				"young");
	}

	/**
	 * Else it would never end where there is always something that grows old.
	 */
	@Test
	default void leavesWhatGrowsOldMeanwhile() {
		int webhooks = 20;
		for (int i = 0; i < webhooks; i++) {
			stores().ledger()
				.record(LedgerData.receipt("w" + i, LedgerData.START.minus(Stores.RETENTION).plusSeconds(i)));
		}
		Clock passing = mock();
		given(passing.millis()).willAnswer((call) -> {
			clock().advance(Duration.ofSeconds(1));
			return clock().millis();
		});
		Stores.jdbc(dataSource(), passing, Stores.settings(PREFIX, Duration.ofSeconds(30))).ledger().clean();
		assertThat(sql("SELECT COUNT(*) FROM @@webhook").query(Integer.class).single()).isBetween(1, webhooks - 1);
	}

	@Test
	default void forgetsOldWebhooksBehindManyOfAClockThatWasFast() {
		copies("INSERT INTO @@webhook (received_at, order_id, status, outcome, body_sha256) VALUES "
				+ "(:at - :i, 'of another time', 'PAID', 'RECORDED', 'x')", LedgerData.START.plus(ORDER_RETENTION),
				1000);
		stores().ledger().record(LedgerData.receipt("old", LedgerData.START.minus(Stores.RETENTION).minusMillis(1)));
		stores().ledger().clean();
		assertThat(sql("SELECT DISTINCT order_id FROM @@webhook").query(String.class).list())
			.containsExactly("of another time");
	}

	@Test
	default void forgetsEventsDeliveredLongAgo() {
		copies("INSERT INTO @@event (event_id, kind, order_id, amount, occurred_at, source, state, attempts, due_at, "
				+ "delivered_at) VALUES ('old' || :i, 'EXPIRED', 'old', 1, :at, 'API', 'DELIVERED', 1, :at, :at - :i)",
				LedgerData.START.minus(Stores.RETENTION), 2100);
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"), LedgerData.refunded("1"));
		assertThat(deliveries().all()).hasSize(2);
		sql("UPDATE @@event SET delivered_at = :at WHERE event_id = '1:PAID'")
			.param("at", LedgerData.START.minus(Stores.RETENTION).toEpochMilli())
			.update();
		stores().ledger().clean();
		assertThat(eventIds()).containsExactly("1:PAID", "1:REFUNDED:1");
		clock().advance(Duration.ofMillis(1));
		stores().ledger().clean();
		assertThat(eventIds()).containsExactly("1:REFUNDED:1");
	}

	@Test
	default void keepsEventsThatAreNotDeliveredHoweverOld() {
		stores().insert(LedgerData.open("parked"), LedgerData.paid("parked"), LedgerData.refunded("parked"));
		for (int i = 0; i < 3; i++) {
			deliveries().failNext();
			clock().advance(Duration.ofSeconds(15));
		}
		stores().insert(LedgerData.open("pending"), LedgerData.paid("pending"));
		stores().insertLeased(LedgerData.open("leased"), LedgerData.paid("leased"));
		clock().advance(Duration.ofDays(4000));
		cleaning(ORDER_RETENTION).ledger().clean();
		assertThat(eventIds()).containsExactly("parked:PAID", "parked:REFUNDED:1", "pending:PAID", "leased:PAID");
	}

	@Test
	default void keepsOrdersForEverIfNothingElseIsSaid() {
		stores().insert(LedgerData.recorded("1", KaspiOrderStatus.PAID, Instant.EPOCH));
		stores().ledger().clean();
		assertThat(stores().ledger().findByOrderId("1")).isNotNull();
	}

	@Test
	default void forgetsSettledOrdersWithTheirRefunds() {
		for (KaspiOrderStatus status : List.of(KaspiOrderStatus.PAID, KaspiOrderStatus.PARTIALLY_REFUNDED,
				KaspiOrderStatus.REFUNDED, KaspiOrderStatus.CANCELLED, KaspiOrderStatus.EXPIRED)) {
			stores().insert(
					LedgerData.with(LedgerData.recorded(status.value(), status, OLD),
							LedgerData.refund(status.value(), "key", "1", KaspiRefundState.ACCEPTED, null)),
					LedgerData.paid(status.value()));
		}
		stores().insert(LedgerData.with(LedgerData.recorded("young", KaspiOrderStatus.PAID, OLD.plusMillis(1)),
				LedgerData.refund("young", "key", "1", KaspiRefundState.ACCEPTED, null)));
		assertThat(deliveries().all()).hasSize(5);
		cleaning(ORDER_RETENTION).ledger().clean();
		assertThat(orderIds()).containsExactly("young");
		assertThat(sql("SELECT order_id FROM @@refund").query(String.class).list()).containsExactly("young");
		assertThat(eventIds()).as("these go by their own time").hasSize(5);
	}

	@Test
	default void keepsOrdersOfWhichSomethingIsStillExpected() {
		stores().insert(LedgerData.recorded("open", KaspiOrderStatus.INIT, OLD));
		stores().insert(LedgerData.recorded("odd", new KaspiOrderStatus("ON_HOLD"), OLD));
		stores().insert(LedgerData.recorded("orphan", KaspiOrderStatus.UNKNOWN, OLD));
		stores().insert(old(LedgerData.entry("", "intent", KaspiOrderStatus.UNKNOWN, null), null));
		stores()
			.insert(old(LedgerData.entry(LedgerData.flagged("disputed", KaspiOrderStatus.PAID, true, false)), null));
		stores().insert(old(LedgerData.entry(LedgerData.flagged("refund", KaspiOrderStatus.PAID, false, true)), null));
		stores().insert(
				old(LedgerData.entry("polled", null, KaspiOrderStatus.EXPIRED, LedgerData.START.plusSeconds(1)), null));
		stores().insert(old(LedgerData.entry("unconfirmed", null, KaspiOrderStatus.EXPIRED, null),
				new UnconfirmedStatus(KaspiOrderStatus.PAID, OLD)));
		stores().insert(LedgerData.recorded("pending", KaspiOrderStatus.PAID, OLD), LedgerData.paid("pending"));
		stores().insert(LedgerData.recorded("parked", KaspiOrderStatus.PAID, OLD), LedgerData.paid("parked"));
		sql("UPDATE @@event SET state = 'PARKED' WHERE order_id = 'parked'").update();
		stores().insert(LedgerData.recorded("settled", KaspiOrderStatus.PAID, OLD));
		cleaning(ORDER_RETENTION).ledger().clean();
		assertThat(orderIds()).containsExactly("open", "odd", "orphan", "", "disputed", "refund", "polled",
				"unconfirmed", "pending", "parked");
		assertThat(deliveries().all()).hasSize(1);
		cleaning(ORDER_RETENTION).ledger().clean();
		assertThat(orderIds()).doesNotContain("pending");
	}

	@Test
	default void forgetsEachMerchantsOwnOrders() {
		Stores cleaned = cleaning(ORDER_RETENTION);
		for (Stores stores : List.of(cleaned, cleaned.forMerchant("shop"))) {
			stores.insert(LedgerData.with(LedgerData.recorded("1", KaspiOrderStatus.PAID, OLD), LedgerData
				.refund("of-" + stores.ledger().merchant(), "key", "1", KaspiRefundState.ACCEPTED, null)));
		}
		cleaned.ledger().clean();
		assertThat(sql("SELECT merchant FROM @@order").query(String.class).list()).containsExactly("shop");
		assertThat(sql("SELECT merchant FROM @@refund").query(String.class).list()).containsExactly("shop");
		stores().insert(LedgerData.open("1"), LedgerData.paid("1"));
		cleaned.forMerchant("shop").ledger().clean();
		assertThat(sql("SELECT merchant FROM @@order").query(String.class).list())
			.as("another merchant's event waits, not the shop's")
			.containsExactly("");
	}

	@Test
	default void forgetsMoreOrdersThanOneBatch() {
		stores().insert(LedgerData.recorded("o", KaspiOrderStatus.PAID, OLD));
		copies("INSERT INTO @@order (order_id, attempt, superseded, status, is_open, amount, refunded_amount, "
				+ "refunded_known, refunds, refund_in_doubt, disputed, closed_locally, recorded_at, version) VALUES "
				+ "('o' || :i, 1, FALSE, 'PAID', FALSE, 1, 0, TRUE, 0, FALSE, FALSE, FALSE, :at - :i, 0)", OLD, 2100);
		stores().insert(LedgerData.recorded("open", KaspiOrderStatus.INIT, OLD));
		cleaning(ORDER_RETENTION).ledger().clean();
		assertThat(orderIds()).containsExactly("open");
	}

	/**
	 * An order that is being changed just now, as by a refund, is settled no longer.
	 */
	@Test
	default void leavesAnOrderThatIsBeingChanged() throws Exception {
		stores().insert(LedgerData.recorded("1", KaspiOrderStatus.PAID, OLD));
		stores().insert(LedgerData.recorded("2", KaspiOrderStatus.PAID, OLD));
		CountDownLatch cleaned = new CountDownLatch(1);
		CountDownLatch changed = new CountDownLatch(1);
		TransactionTemplate refund = new TransactionTemplate(new DataSourceTransactionManager(dataSource()));
		Deliveries.<Boolean>together(List.of(() -> {
			refund.executeWithoutResult((status) -> {
				sql("UPDATE @@order SET refund_in_doubt = TRUE, version = version + 1 "
						+ "WHERE merchant = '' AND order_id = '1'")
					.update();
				changed.countDown();
				EventOutboxContract.await(cleaned);
			});
			return true;
		}, () -> {
			EventOutboxContract.await(changed);
			try {
				cleaning(ORDER_RETENTION).ledger().clean();
			}
			finally {
				cleaned.countDown();
			}
			return true;
		}));
		assertThat(orderIds()).containsExactly("1");
	}

	@Test
	default void keepsPaymentsForAsLongAsTheirOrder() {
		stores().insert(LedgerData.recorded("settled", KaspiOrderStatus.PAID, OLD));
		stores()
			.insert(old(LedgerData.entry(LedgerData.flagged("disputed", KaspiOrderStatus.PAID, true, false)), null));
		Map<String, @Nullable String> orders = new LinkedHashMap<>();
		orders.put("1", "settled");
		orders.put("2", "disputed");
		orders.put("3", null);
		orders.forEach((transactionId, orderId) -> stores().ledger()
			.record(new RecordedPayment(transactionId, "account", orderId, BigDecimal.ONE, OLD, "x")));
		sql("UPDATE @@payment SET recorded_at = :at").param("at", OLD.toEpochMilli()).update();
		cleaning(ORDER_RETENTION).ledger().clean();
		assertThat(sql("SELECT transaction_id FROM @@payment").query(String.class).list()).containsExactly("2");
	}

	@Test
	default void forgetsTheRestWhereSomethingCannotBeForgotten() {
		stores().insert(LedgerData.recorded("1", KaspiOrderStatus.PAID, OLD), LedgerData.paid("1"));
		assertThat(deliveries().all()).hasSize(1);
		sql("UPDATE @@event SET delivered_at = 0").update();
		List<String> absent = List.of("webhook", "payment");
		absent.forEach((table) -> sql("ALTER TABLE @@" + table + " RENAME TO absent_" + table).update());
		try {
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(cleaning(ORDER_RETENTION).ledger()::clean)
				.satisfies((failure) -> assertThat(failure.getSuppressed()).singleElement()
					.isInstanceOf(DataAccessException.class));
		}
		finally {
			absent.forEach((table) -> sql("ALTER TABLE absent_" + table + " RENAME TO @@" + table).update());
		}
		assertThat(eventIds()).isEmpty();
		assertThat(orderIds()).isEmpty();
	}

	private static LedgerEntry old(LedgerEntry entry, @Nullable UnconfirmedStatus unconfirmed) {
		return new LedgerEntry(entry.order(), entry.wireReference(), entry.attempt(), entry.superseded(),
				entry.refunds(), unconfirmed, entry.dispute(), entry.closedLocally(), OLD, entry.nextPollAt(),
				entry.expedited(), 0);
	}

	private Stores cleaning(Duration orderRetention) {
		return stores(new JdbcStoreSettings(PREFIX, Duration.ofSeconds(30), Stores.RETENTION, Stores.RETENTION,
				orderRetention));
	}

	/**
	 * Runs a statement often, in one transaction, with {@code :i} from 1.
	 */
	private void copies(String statement, Instant at, int number) {
		boolean concat = SqlPlatform.of(dataSource()) == SqlPlatform.MARIADB;
		String sql = concat ? statement.replaceAll("'(\\w+)' \\|\\| :i", "CONCAT('$1', :i)") : statement;
		new TransactionTemplate(new DataSourceTransactionManager(dataSource())).executeWithoutResult((status) -> {
			for (int i = 1; i <= number; i++) {
				sql(sql).param("i", i).param("at", at.toEpochMilli()).update();
			}
		});
	}

	private List<String> orderIds() {
		return sql("SELECT COALESCE(order_id, '') FROM @@order ORDER BY id").query(String.class).list();
	}

	private List<String> eventIds() {
		return sql("SELECT event_id FROM @@event ORDER BY id").query(String.class).list();
	}

}
