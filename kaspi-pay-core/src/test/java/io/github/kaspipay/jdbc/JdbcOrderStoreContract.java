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

import io.github.kaspipay.ledger.KaspiOrderStore;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.QuestionTurn;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.mockito.Mockito;
import io.github.kaspipay.order.KaspiOrderStatus;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
abstract class JdbcOrderStoreContract extends EventOutboxContract {

	static final String PREFIX = "contract_";

	private static final Duration RETENTION = Duration.ofDays(30);

	final HikariDataSource dataSource;

	final JdbcClient jdbc;

	private final KaspiOrderStore store;

	JdbcOrderStoreContract(HikariDataSource dataSource) {
		this.dataSource = dataSource;
		this.jdbc = JdbcClient.create(dataSource);
		new LedgerSchema(dataSource, PREFIX).migrate();
		this.store = store(Duration.ofSeconds(30));
	}

	@Override
	KaspiOrderStore store() {
		return this.store;
	}

	final KaspiOrderStore store(Duration listenerTimeout) {
		return new JdbcKaspiOrderStore(this.dataSource, new DataSourceTransactionManager(this.dataSource), this.clock,
				new JdbcStoreSettings(PREFIX, listenerTimeout, RETENTION));
	}

	@BeforeEach
	void empty() {
		for (String table : List.of("order", "event", "webhook")) {
			this.jdbc.sql("DELETE FROM " + PREFIX + table).update();
		}
	}

	@Test
	void writesTheWebhookWithTheChange() {
		LedgerEntry entry = LedgerData.open("1");
		store().insert(entry, List.of(), LedgerData.receipt("1"));
		store().update(entry, LedgerData.with(entry, KaspiOrderStatus.PAID), List.of(), LedgerData.receipt("1"));
		store().record(LedgerData.receipt("2"));
		assertThat(journal()).containsExactly("1", "1", "2");
		assertThat(this.jdbc
			.sql("SELECT COUNT(*) FROM " + PREFIX + "webhook WHERE received_at = :at AND status = 'PAID' "
					+ "AND outcome = 'RECORDED' AND body_sha256 = :digest")
			.param("at", LedgerData.START.toEpochMilli())
			.param("digest", LedgerData.receipt("1").bodyDigest())
			.query(Long.class)
			.single()).isEqualTo(3);
	}

	@Test
	void givesTheQuestionAboutAnOrderToOneInstance() {
		store().insert(LedgerData.open("1"), List.of(), null);
		Duration second = Duration.ofSeconds(1);
		assertThat(store().beginQuestion("unknown", "a", second)).isEqualTo(QuestionTurn.ASK);
		assertThat(store().beginQuestion("1", "a", second)).isEqualTo(QuestionTurn.ASK);
		assertThat(store().beginQuestion("1", "b", second)).isEqualTo(QuestionTurn.WAIT);
		assertThat(store().beginQuestion("1", "a", second)).as("its own next question").isEqualTo(QuestionTurn.ASK);
		store().endQuestion("1", "b", true);
		assertThat(store().beginQuestion("1", "b", second)).as("not b's to end").isEqualTo(QuestionTurn.WAIT);
		store().endQuestion("1", "a", false);
		assertThat(store().beginQuestion("1", "b", second)).as("a had no answer").isEqualTo(QuestionTurn.ASK);
		store().endQuestion("1", "b", true);
		assertThat(store().beginQuestion("1", "a", second)).isEqualTo(QuestionTurn.ANSWERED);
		this.clock.advance(Duration.ofMillis(999));
		assertThat(store().beginQuestion("1", "a", second)).isEqualTo(QuestionTurn.ANSWERED);
		this.clock.advance(Duration.ofMillis(1));
		assertThat(store().beginQuestion("1", "a", second)).isEqualTo(QuestionTurn.ASK);
		assertThat(Objects.requireNonNull(store().findByOrderId("1")).version()).as("a question changes nothing")
			.isZero();
	}

	@Test
	void instancesThatAskAtTheSameTimeShareOneCall() throws Exception {
		store().insert(LedgerData.open("1"), List.of(), null);
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		KaspiPayGateway gateway = Mockito.mock();
		Mockito.when(gateway.status("1")).thenAnswer((call) -> {
			asked.countDown();
			answer.await();
			return LedgerData.with(LedgerData.open("1"), KaspiOrderStatus.PAID).order();
		});
		List<FutureTask<KaspiOrder>> callers = Stream
			.generate(() -> new LedgerKaspiOrderService(new KaspiOrderLedger(store(), this.clock, () -> {
			}), gateway, this.clock))
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

	@Test
	void readsPastTheSnapshotOfTheCallersTransaction() {
		LedgerEntry entry = LedgerData.open("1");
		store().insert(entry, List.of(), null);
		TransactionTemplate caller = new TransactionTemplate(new DataSourceTransactionManager(this.dataSource));
		caller.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		caller.executeWithoutResult((status) -> {
			this.jdbc.sql("SELECT COUNT(*) FROM " + PREFIX + "order").query(Long.class).single();
			assertThat(store().update(entry, LedgerData.with(entry, KaspiOrderStatus.PAID), List.of(), null)).isTrue();
			assertThat(Objects.requireNonNull(store().findByOrderId("1")).order().status())
				.isEqualTo(KaspiOrderStatus.PAID);
		});
	}

	@Test
	void writesNoWebhookIfTheChangeWasNotMade() {
		LedgerEntry entry = LedgerData.open("1");
		store().insert(entry, List.of(), null);
		store().insert(entry, List.of(), LedgerData.receipt("1"));
		store().update(LedgerData.with(entry, KaspiOrderStatus.PAID), entry, List.of(), LedgerData.receipt("1"));
		store().update(LedgerData.open("2"), LedgerData.open("2"), List.of(), LedgerData.receipt("2"));
		assertThat(journal()).isEmpty();
	}

	@Test
	void forgetsWebhooksThatWereKeptLongEnough() {
		for (int i = 0; i < 1100; i++) {
			this.jdbc
				.sql("INSERT INTO " + PREFIX + "webhook (received_at, order_id, status, outcome, body_sha256) "
						+ "VALUES (:at, 'old', 'PAID', 'RECORDED', 'x')")
				.param("at", LedgerData.START.minus(RETENTION).minusMillis(1 + i).toEpochMilli())
				.update();
		}
		store().record(LedgerData.receipt("kept", LedgerData.START.minus(RETENTION)));
		store().record(LedgerData.receipt("young"));
		store().clean();
		assertThat(journal()).containsExactly("kept", "young");
	}

	@Test
	void keepsAnEventThatIsThereAlreadyAndWritesTheRest() {
		LedgerEntry entry = LedgerData.open("1");
		store().insert(entry, List.of(LedgerData.paid("1")), null);
		assertThat(deliveries().all()).hasSize(1);
		LedgerEntry after = LedgerData.with(entry, KaspiOrderStatus.PARTIALLY_REFUNDED);
		assertThat(store().update(entry, after, List.of(LedgerData.paid("1"), LedgerData.refunded("1")),
				LedgerData.receipt("1")))
			.isTrue();
		assertThat(find("1")).isEqualTo(after);
		assertThat(journal()).containsExactly("1");
		assertThat(deliveries().all()).containsExactly(LedgerData.refunded("1"));
	}

	@Test
	void writesWhateverBecomesOfTheCallersTransaction() {
		TransactionTemplate caller = new TransactionTemplate(new DataSourceTransactionManager(this.dataSource));
		caller.executeWithoutResult((status) -> {
			store().insert(LedgerData.open("1"), List.of(LedgerData.paid("1")), LedgerData.receipt("1"));
			assertThat(store().insert(LedgerData.open("1"), List.of(), null)).isFalse();
			status.setRollbackOnly();
		});
		assertThat(find("1")).isEqualTo(LedgerData.open("1"));
		assertThat(journal()).containsExactly("1");
		assertThat(deliveries().all()).hasSize(1);
	}

	@Test
	void doesNotPublishInTheCallersTransaction() {
		store().insert(LedgerData.open("1"), List.of(LedgerData.paid("1")), null);
		TransactionTemplate caller = new TransactionTemplate(new DataSourceTransactionManager(this.dataSource));
		caller.executeWithoutResult((status) -> {
			assertThat(deliveries().all()).hasSize(1);
			status.setRollbackOnly();
		});
		assertThat(deliveries().all()).isEmpty();
	}

	@Test
	void refusesATransactionManagerOfSomethingElse() {
		assertThatIllegalStateException()
			.isThrownBy(() -> new JdbcKaspiOrderStore(this.dataSource, new OtherTransactions(), this.clock,
					new JdbcStoreSettings(PREFIX, Duration.ofSeconds(30), RETENTION)))
			.withMessageContaining("transaction manager");
	}

	@Test
	void failsLoudlyWithoutTables() {
		KaspiOrderStore absent = new JdbcKaspiOrderStore(this.dataSource,
				new DataSourceTransactionManager(this.dataSource), this.clock,
				new JdbcStoreSettings("absent_", Duration.ofSeconds(30), RETENTION));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> absent.insert(LedgerData.open("1"), List.of(), null));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> new Deliveries(absent).all());
	}

	@Test
	void booksTheAnswerToARefund() {
		LedgerEntry entry = LedgerData.entry("1", "r", KaspiOrderStatus.PAID, null);
		store().insert(entry, List.of(), null);
		Clock nanos = Clock.offset(this.clock, Duration.ofNanos(1));
		KaspiPayGateway gateway = Mockito.mock(KaspiPayGateway.class);
		Mockito.when(gateway.refund(Mockito.any(), Mockito.any())).thenReturn(new RefundAnswer("refund-1", null, null));
		LedgerKaspiOrderService service = new LedgerKaspiOrderService(new KaspiOrderLedger(store(), nanos, () -> {
		}), gateway, nanos);
		assertThat(service.refund("1", KaspiRefundRequest.of(new BigDecimal("500.50"), "returned")).refundedTotal())
			.isEqualByComparingTo("500.5");
		assertThat(find("1").pendingRefund()).isNull();
		assertThat(find("1").order().status()).isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
	}

	@Test
	void tellsATimeThatHasNothingToDoWithItsOwnClock() {
		Clock elsewhere = new DatabaseClock(this.jdbc, "SELECT CAST(1000000000000 AS " + bigint() + ")",
				ZoneOffset.UTC);
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

	private List<String> journal() {
		return this.jdbc.sql("SELECT order_id FROM " + PREFIX + "webhook ORDER BY id").query(String.class).list();
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
