/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.List;
import java.util.Objects;

import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.jdbc.Deliveries.Delivery;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.testsupport.MutableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Listeners that write to the ledger's own database: their effect and the mark that the
 * event is delivered are one, whatever happens to the connection.
 */
class PostgresDeliveryTests {

	private static final String PREFIX = "delivery_";

	private final HikariDataSource dataSource = TestDatabases.postgres();

	private final JdbcClient jdbc = JdbcClient.create(this.dataSource);

	private final MutableClock clock = new MutableClock(LedgerData.START);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch goOn = new CountDownLatch(1);

	@BeforeEach
	void prepare() {
		new LedgerSchema(this.dataSource, PREFIX).migrate();
		this.jdbc.sql("CREATE TABLE IF NOT EXISTS delivery_effect (event_id VARCHAR(130))").update();
		this.jdbc.sql("TRUNCATE delivery_order, delivery_refund, delivery_event, delivery_webhook, delivery_effect")
			.update();
		stores(Duration.ofSeconds(30)).insert(LedgerData.open("1"), LedgerData.paid("1"));
	}

	@AfterEach
	void end() {
		this.goOn.countDown();
		this.executor.shutdownNow();
	}

	@Test
	void commitsTheEffectWithTheMark() {
		deliver(Duration.ofSeconds(30), (event) -> {
			assertThat(state()).as("counted before the call").isEqualTo("PENDING 1");
			effect(event);
		});
		assertThat(effects()).containsExactly("1:PAID");
		assertThat(state()).isEqualTo("DELIVERED 1");
		assertThat(this.jdbc
			.sql("SELECT COUNT(DISTINCT xmin::text) FROM (SELECT xmin FROM delivery_effect "
					+ "UNION ALL SELECT xmin FROM delivery_event) written")
			.query(Long.class)
			.single()).isEqualTo(1);
	}

	@Test
	void undoesTheEffectWithTheFailure() {
		Delivery delivery = deliver(Duration.ofSeconds(30), (event) -> {
			effect(event);
			throw new IllegalStateException("after the effect");
		});
		assertThat(delivery.failure()).hasMessage("after the effect");
		assertThat(effects()).isEmpty();
		assertThat(state()).isEqualTo("PENDING 1");
	}

	@Test
	void countsAFailedStatementThatTheListenerSwallowed() {
		Delivery delivery = deliver(Duration.ofSeconds(30), (event) -> {
			effect(event);
			try {
				this.jdbc.sql("SELECT 1 / 0").query(Long.class).single();
			}
			catch (RuntimeException ex) {
				assertThat(ex).isNotNull();
			}
		});
		assertThat(delivery.failure()).isNotNull();
		assertThat(effects()).isEmpty();
		assertThat(state()).isEqualTo("PENDING 1");
	}

	@Test
	void writesToTheOrderItDelivers() {
		Stores stores = stores(Duration.ofSeconds(30));
		deliver(Duration.ofSeconds(30),
				(event) -> assertThat(stores.update(LedgerData.open("1"),
						LedgerData.with(LedgerData.open("1"), KaspiOrderStatus.REFUNDED), LedgerData.refunded("1")))
					.isTrue());
		assertThat(new Deliveries(stores.outbox()).all()).containsExactly(LedgerData.refunded("1"));
	}

	@Test
	void deliversAgainElsewhereWhenTheConnectionIsKilled() throws Exception {
		BlockingQueue<Integer> backend = new LinkedBlockingQueue<>();
		Future<Delivery> stuck = deliverUntilReleased(Duration.ofSeconds(30), backend);
		int pid = Objects.requireNonNull(backend.poll(20, TimeUnit.SECONDS));
		assertThat(new Deliveries(stores(Duration.ofSeconds(30)).outbox()).all()).isEmpty();
		this.jdbc.sql("SELECT pg_terminate_backend(:pid)").param("pid", pid).query(Boolean.class).single();
		takeElsewhereWhileTheFirstIsStuck(stuck);
	}

	@Test
	void takesTheEventFromAListenerThatIsStuck() throws Exception {
		Future<Delivery> stuck = deliverUntilReleased(Duration.ofSeconds(1), new LinkedBlockingQueue<>());
		takeElsewhereWhileTheFirstIsStuck(stuck);
	}

	@Test
	void boundsTheWaitForALockInsideTheTransactionOnly() {
		deliver(Duration.ofSeconds(17), (event) -> assertThat(timeouts()).isEqualTo("19s 19s"));
		assertThat(state()).isEqualTo("DELIVERED 1");
		for (int i = 0; i < 5; i++) {
			assertThat(timeouts()).isEqualTo("0 0");
		}
	}

	@Test
	void readsOnlyForAWebhookThatSaysNothingNew() {
		Stores stores = stores(Duration.ofSeconds(30));
		String before = versions();
		stores.ledger().record(LedgerData.receipt("1"));
		assertThat(stores.insert(LedgerData.open("1"), List.of(LedgerData.paid("1")), LedgerData.receipt("1")))
			.isFalse();
		assertThat(versions()).isEqualTo(before);
	}

	/**
	 * The lease is over, and the other instance counts a second attempt; what the first
	 * one did is undone, and what it says of it at last changes nothing.
	 */
	private void takeElsewhereWhileTheFirstIsStuck(Future<Delivery> stuck) throws Exception {
		this.clock.advance(JdbcOutboxContract.LEASE);
		Deliveries other = new Deliveries(stores(Duration.ofSeconds(30)).outbox());
		await().atMost(Duration.ofSeconds(20)).until(() -> Objects.nonNull(other.next(this::effect)));
		assertThat(stuck.isDone()).isFalse();
		this.goOn.countDown();
		assertThat(stuck.get(20, TimeUnit.SECONDS).failure()).isNotNull();
		assertThat(effects()).containsExactly("1:PAID");
		assertThat(state()).isEqualTo("DELIVERED 2");
	}

	private Future<Delivery> deliverUntilReleased(Duration listenerTimeout, BlockingQueue<Integer> backend)
			throws InterruptedException {
		CountDownLatch underWay = new CountDownLatch(1);
		Future<Delivery> stuck = this.executor.submit(() -> deliver(listenerTimeout, (event) -> {
			effect(event);
			backend.add(this.jdbc.sql("SELECT pg_backend_pid()").query(Integer.class).single());
			underWay.countDown();
			EventOutboxContract.await(this.goOn);
		}));
		assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();
		return stuck;
	}

	private Delivery deliver(Duration listenerTimeout, Consumer<KaspiOrderEvent> listener) {
		@Nullable Delivery delivery = new Deliveries(stores(listenerTimeout).outbox()).next(listener);
		return Objects.requireNonNull(delivery);
	}

	private Stores stores(Duration listenerTimeout) {
		return Stores.jdbc(this.dataSource, this.clock, Stores.settings(PREFIX, listenerTimeout));
	}

	private void effect(KaspiOrderEvent event) {
		this.jdbc.sql("INSERT INTO delivery_effect VALUES (:id)").param("id", event.eventId()).update();
	}

	private List<String> effects() {
		return this.jdbc.sql("SELECT event_id FROM delivery_effect").query(String.class).list();
	}

	private String state() {
		return this.jdbc.sql("SELECT state || ' ' || attempts FROM delivery_event WHERE event_id = '1:PAID'")
			.query(String.class)
			.single();
	}

	private String timeouts() {
		return this.jdbc.sql(
				"SELECT current_setting('idle_in_transaction_session_timeout') || ' ' || current_setting('lock_timeout')")
			.query(String.class)
			.single();
	}

	private String versions() {
		return this.jdbc
			.sql("SELECT string_agg(row, ',') FROM (SELECT xmin::text || ctid::text AS row FROM delivery_order "
					+ "UNION ALL SELECT xmin::text || ctid::text FROM delivery_event) versions")
			.query(String.class)
			.single();
	}

}
