/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.github.kaspipay.NoDispatch;
import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.QueryLease;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.qrapi.QrDeviceStore;
import io.github.kaspipay.qrapi.QrDeviceStoreContract;
import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What every store in a database does besides.
 */
abstract class JdbcStoresContract implements LedgerStoreContract, RefundContract, PollQueueContract,
		EventOutboxContract, KaspiOrdersContract, LedgerFiguresContract, JdbcOutboxContract, RetentionContract,
		MerchantContract, TraceContract, LedgerSchemaContract, PaymentContract, QrDeviceStoreContract {

	private final MutableClock clock = new MutableClock(LedgerData.START);

	private final HikariDataSource dataSource;

	private final Stores stores;

	JdbcStoresContract(HikariDataSource dataSource) {
		this.dataSource = dataSource;
		new LedgerSchema(dataSource, PREFIX).migrate();
		this.stores = Stores.jdbc(dataSource, this.clock, PREFIX);
	}

	@Override
	public Stores stores() {
		return this.stores;
	}

	@Override
	public MutableClock clock() {
		return this.clock;
	}

	@Override
	public HikariDataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public QrDeviceStore instance() {
		return new JdbcQrDeviceStore(
				new LedgerDatabase(this.dataSource, new DataSourceTransactionManager(this.dataSource), this.clock,
						Stores.settings(PREFIX, Duration.ofSeconds(30))));
	}

	@BeforeEach
	void empty() {
		for (String table : List.of("order", "refund", "event", "webhook", "payment")) {
			sql("DELETE FROM @@" + table).update();
		}
	}

	@Test
	void writesTheWebhookWithTheChange() {
		LedgerEntry entry = LedgerData.open("1");
		stores().insert(entry, List.of(), LedgerData.receipt("1"));
		stores().update(entry, LedgerData.with(entry, KaspiOrderStatus.PAID), List.of(), LedgerData.receipt("1"));
		stores().ledger().record(LedgerData.receipt("2"));
		assertThat(journal()).containsExactly("1", "1", "2");
		assertThat(sql("SELECT COUNT(*) FROM @@webhook WHERE received_at = :at AND status = 'PAID' "
				+ "AND outcome = 'RECORDED' AND body_sha256 = :digest")
			.param("at", LedgerData.START.toEpochMilli())
			.param("digest", LedgerData.receipt("1").bodyDigest().get())
			.query(Long.class)
			.single()).isEqualTo(3);
	}

	@Test
	void givesTheQuestionAboutAnOrderToOneInstance() {
		stores().insert(LedgerData.open("1"));
		Duration second = Duration.ofSeconds(1);
		assertThat(stores().leases().acquire("unknown", "a", second)).isEqualTo(QueryLease.ACQUIRED);
		assertThat(stores().leases().acquire("1", "a", second)).isEqualTo(QueryLease.ACQUIRED);
		assertThat(stores().leases().acquire("1", "b", second)).isEqualTo(QueryLease.HELD);
		assertThat(stores().leases().acquire("1", "a", second)).as("its own next question")
			.isEqualTo(QueryLease.ACQUIRED);
		stores().leases().release("1", "b", true);
		assertThat(stores().leases().acquire("1", "b", second)).as("not b's to end").isEqualTo(QueryLease.HELD);
		stores().leases().release("1", "a", false);
		assertThat(stores().leases().acquire("1", "b", second)).as("a had no answer").isEqualTo(QueryLease.ACQUIRED);
		stores().leases().release("1", "b", true);
		assertThat(stores().leases().acquire("1", "a", second)).isEqualTo(QueryLease.ANSWERED);
		this.clock.advance(Duration.ofMillis(999));
		assertThat(stores().leases().acquire("1", "a", second)).isEqualTo(QueryLease.ANSWERED);
		this.clock.advance(Duration.ofMillis(1));
		assertThat(stores().leases().acquire("1", "a", second)).isEqualTo(QueryLease.ACQUIRED);
		assertThat(Objects.requireNonNull(stores().ledger().findByOrderId("1")).version())
			.as("a question changes nothing")
			.isZero();
	}

	@Test
	void instancesThatAskAtTheSameTimeShareOneCall() throws Exception {
		stores().insert(LedgerData.open("1"));
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		KaspiPayGateway gateway = Mockito.mock();
		Mockito.when(gateway.status("1")).thenAnswer((call) -> {
			asked.countDown();
			answer.await();
			return LedgerData.with(LedgerData.open("1"), KaspiOrderStatus.PAID).order();
		});
		List<FutureTask<KaspiOrder>> callers = Stream.generate(() -> service(gateway, this.clock))
			.limit(5)
			.map((service) -> new FutureTask<>(() -> service.get("1")))
			.toList();
		callers.forEach((caller) -> new Thread(caller).start());
		asked.await();
		answer.countDown();
		for (FutureTask<KaspiOrder> caller : callers) {
			assertThat(caller.get(60, TimeUnit.SECONDS).status()).isEqualTo(KaspiOrderStatus.PAID);
		}
		Mockito.verify(gateway).status("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dispute_reason = 'WORSE_THAN_TWICE'", "dispute_reason = 'STATUS_CONFLICT'",
			"metadata = 'none'", "status = ''" })
	void pollsOthersBesideAnOrderThatItCannotRead(String written) {
		stores().insert(LedgerData.due("odd", LedgerData.START.minusSeconds(1)));
		stores().insert(LedgerData.due("1", LedgerData.START));
		sql("UPDATE @@order SET " + written + " WHERE order_id = 'odd'").update();
		assertThat(
				StoresContract.ids(stores().polls().claimDue(ClaimOrder.OVERDUE, 1, (entry) -> Duration.ofMinutes(1))))
			.containsExactly("1");
		assertThat(stores().polls().hasDue()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "status, ''", "metadata, none", "payment_url, not an address", "claimed_status, ''" })
	void saysWhichOrderKeepsAPageFromBeingRead(String column, String written) {
		stores().insert(LedgerData.open("1"));
		stores().insert(LedgerData.open("odd"));
		sql("UPDATE @@order SET " + column + " = :written WHERE order_id = 'odd'").param("written", written).update();
		assertThatIllegalStateException().isThrownBy(() -> stores().orders().find(KaspiOrderQuery.all()))
			.withMessageStartingWith("Column " + column + " of order 'odd' (row ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "claimed_status", "dispute_claims", "disputed_at", "unconfirmed_since", "poll_evenly_for",
			"give_up_after" })
	void saysWhatIsMissing(String column) {
		stores().insert(LedgerData.open("odd"));
		sql("UPDATE @@order SET dispute_reason = 'AMOUNT_MISMATCH', disputed_at = 0, claimed_status = 'PAID', "
				+ "dispute_claims = 'PAID', unconfirmed = 'PAID', unconfirmed_since = 0, poll_interval = 1000, "
				+ "poll_evenly_for = 60000, give_up_after = 60000 WHERE order_id = 'odd'")
			.update();
		find("odd");
		sql("UPDATE @@order SET " + column + " = NULL WHERE order_id = 'odd'").update();
		assertThatIllegalStateException().isThrownBy(() -> find("odd"))
			.withMessageMatching("Column " + column + " of order 'odd' \\(row \\d+\\) cannot be read: it is null");
	}

	@Test
	void saysWhichRefundCannotBeRead() {
		stores().insert(LedgerData.open("odd"));
		sql("UPDATE @@order SET refunds = 1 WHERE order_id = 'odd'").update();
		sql("INSERT INTO @@refund (refund_id, order_id, amount, state, created_at) VALUES ('r', 'odd', 1, 'NEW', 0)")
			.update();
		assertThatIllegalStateException().isThrownBy(() -> find("odd"))
			.withMessage("Column state of refund 'r' of order 'odd' cannot be read: no state is called 'NEW'");
	}

	@Test
	void readsPastTheSnapshotOfTheCallersTransaction() {
		LedgerEntry entry = LedgerData.open("1");
		stores().insert(entry);
		TransactionTemplate caller = new TransactionTemplate(new DataSourceTransactionManager(this.dataSource));
		caller.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		caller.executeWithoutResult((status) -> {
			sql("SELECT COUNT(*) FROM @@order").query(Long.class).single();
			assertThat(stores().update(entry, LedgerData.with(entry, KaspiOrderStatus.PAID))).isTrue();
			assertThat(Objects.requireNonNull(stores().ledger().findByOrderId("1")).order().status())
				.isEqualTo(KaspiOrderStatus.PAID);
		});
	}

	@Test
	void writesNoWebhookIfTheChangeWasNotMade() {
		LedgerEntry entry = LedgerData.open("1");
		stores().insert(entry);
		stores().insert(entry, List.of(), LedgerData.receipt("1"));
		stores().update(LedgerData.with(entry, KaspiOrderStatus.PAID), entry, List.of(), LedgerData.receipt("1"));
		stores().update(LedgerData.open("2"), LedgerData.open("2"), List.of(), LedgerData.receipt("2"));
		assertThat(journal()).isEmpty();
	}

	@Test
	void writesWhateverBecomesOfTheCallersTransaction() {
		TransactionTemplate caller = new TransactionTemplate(new DataSourceTransactionManager(this.dataSource));
		caller.executeWithoutResult((status) -> {
			stores().insert(LedgerData.open("1"), List.of(LedgerData.paid("1")), LedgerData.receipt("1"));
			assertThat(stores().insert(LedgerData.open("1"))).isFalse();
			status.setRollbackOnly();
		});
		assertThat(find("1")).isEqualTo(LedgerData.open("1"));
		assertThat(journal()).containsExactly("1");
		assertThat(deliveries().all()).hasSize(1);
	}

	@Test
	void refusesATransactionManagerOfSomethingElse() {
		assertThatIllegalStateException()
			.isThrownBy(() -> new LedgerDatabase(this.dataSource, new OtherTransactions(), this.clock,
					Stores.settings(PREFIX, Duration.ofSeconds(30))))
			.withMessageContaining("transaction manager");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void deviceIsUsedWhereItsTokenCannotBeKeptAndTheTokenIsNotLogged(CapturedOutput output) {
		String device = QrDeviceStoreContract.newDevice();
		String token = "s3cret".repeat(200);
		assertThat(instance().obtain(device, null, () -> token)).isEqualTo(token);
		assertThat(instance().obtain(device, token, () -> "token-2")).isEqualTo("token-2");
		assertThat(output).contains("1000 characters").doesNotContain("s3cret");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void deviceIsUsedWithoutTables(CapturedOutput output) {
		QrDeviceStore absent = new JdbcQrDeviceStore(
				new LedgerDatabase(this.dataSource, new DataSourceTransactionManager(this.dataSource), this.clock,
						Stores.settings("absent_", Duration.ofSeconds(30))));
		assertThat(absent.obtain(QrDeviceStoreContract.newDevice(), "s3cret", () -> "s3cret-2")).isEqualTo("s3cret-2");
		assertThat(output).contains("cannot be read from the database").doesNotContain("s3cret");
	}

	/**
	 * A registration that never ended.
	 */
	@Test
	void leaseOfAnInstanceThatWasKilledEnds() {
		String device = QrDeviceStoreContract.newDevice();
		sql("INSERT INTO @@device (device, leased_until) VALUES (:device, :until)").param("device", device)
			.param("until", LedgerData.START.plusSeconds(60).toEpochMilli())
			.update();
		this.clock.advance(Duration.ofSeconds(61));
		assertThat(instance().obtain(device, null, () -> "token-1")).isEqualTo("token-1");
		assertThat(instance().obtain(device, null, QrDeviceStoreContract::nobodyRegisters)).isEqualTo("token-1");
	}

	@Test
	void failsLoudlyWithoutTables() {
		Stores absent = Stores.jdbc(this.dataSource, this.clock, "absent_");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> absent.insert(LedgerData.open("1")));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> new Deliveries(absent.outbox()).all());
	}

	@Test
	void booksTheAnswerToARefund() {
		LedgerEntry entry = LedgerData.entry("1", "r", KaspiOrderStatus.PAID, null);
		stores().insert(entry);
		Clock nanos = Clock.offset(this.clock, Duration.ofNanos(1));
		KaspiPayGateway gateway = Mockito.mock(KaspiPayGateway.class);
		Mockito.when(gateway.refund(Mockito.any(), Mockito.any())).thenReturn(new RefundAnswer("refund-1", null, null));
		LedgerKaspiOrderService service = service(gateway, nanos);
		assertThat(service.refund("1", KaspiRefundRequest.of(new BigDecimal("500.50"), "returned")).refundedTotal())
			.isEqualByComparingTo("500.5");
		assertThat(find("1").pendingRefund()).isNull();
		assertThat(find("1").order().status()).isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
	}

	@Test
	void tellsATimeThatHasNothingToDoWithItsOwnClock() {
		Clock elsewhere = new DatabaseClock(JdbcClient.create(this.dataSource),
				"SELECT CAST(1000000000000 AS " + bigint() + ")", ZoneOffset.UTC, System::nanoTime);
		Instant first = elsewhere.instant();
		assertThat(first).isBetween(Instant.ofEpochMilli(1000000000000L), Instant.ofEpochMilli(1000000030000L));
		assertThat(elsewhere.instant()).isAfterOrEqualTo(first);
	}

	private String bigint() {
		return (SqlPlatform.of(this.dataSource) == SqlPlatform.MARIADB) ? "SIGNED" : "BIGINT";
	}

	@Test
	void tellsTheDatabasesTime() {
		Clock database = new DatabaseClock(this.dataSource);
		assertThat(database.instant()).isCloseTo(Instant.now(), within(Duration.ofSeconds(2)));
		assertThat(database.withZone(ZoneId.of("Asia/Almaty")).getZone()).isEqualTo(ZoneId.of("Asia/Almaty"));
	}

	private LedgerKaspiOrderService service(KaspiPayGateway gateway, Clock clock) {
		KaspiOrderLedger ledger = new KaspiOrderLedger(stores().ledger(), clock, new NoDispatch());
		return new LedgerKaspiOrderService(ledger, stores().polls(), stores().leases(), gateway, clock);
	}

	private List<String> journal() {
		return sql("SELECT order_id FROM @@webhook ORDER BY id").query(String.class).list();
	}

	private static final class OtherTransactions extends AbstractPlatformTransactionManager {

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
