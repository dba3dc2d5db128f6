/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.speed;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

import com.zaxxer.hikari.HikariDataSource;
import io.github.kaspipay.benchmarks.figures.Turns;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.jdbc.JdbcEventOutbox;
import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.jdbc.JdbcStoreSettings;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.jdbc.LedgerSchema;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.EventDispatch;
import io.github.kaspipay.webhook.HmacKaspiWebhookVerifier;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.github.kaspipay.webhook.KaspiWebhookSignature;
import io.github.kaspipay.webhook.SignedContent;
import io.github.kaspipay.webhook.WebhookResult;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * What observations cost a webhook that is recorded in PostgreSQL: the same number of
 * payments with a registry that does nothing, twice, and with one that keeps meters, in
 * turns. How far the first two differ says what the third can say.
 */
public final class ObservedWebhooksApplication {

	private static final String SECRET = "webhook-secret";

	private static final int BLOCKS = 60;

	private static final int WARM_UP = 10;

	private static final int BLOCK = 500;

	private int orders;

	private ObservedWebhooksApplication() {
	}

	/**
	 * Measures, and prints webhooks a second, of the median block.
	 * @param args none
	 * @throws IOException if PostgreSQL does not start
	 */
	public static void main(String[] args) throws IOException {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
				HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
			dataSource.setUsername("postgres");
			new ObservedWebhooksApplication().measure(dataSource);
		}
	}

	private void measure(HikariDataSource dataSource) {
		new LedgerSchema(dataSource, "kaspi_pay_").migrate();
		LedgerDatabase database = new LedgerDatabase(dataSource, new JdbcTransactionManager(dataSource),
				Clock.systemUTC(), new JdbcStoreSettings("kaspi_pay_", Duration.ofMinutes(1), Duration.ofDays(30),
						Duration.ofDays(30), null));
		KaspiOrderLedger ledger = new KaspiOrderLedger(new JdbcLedgerStore(database, new JdbcEventOutbox(database)),
				Clock.systemUTC(), new NoDelivery());
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
		List<KaspiWebhookProcessor> processors = List.of(processor(ledger, KaspiPayInstrumentation.NONE),
				processor(ledger, KaspiPayInstrumentation.NONE),
				processor(ledger, KaspiPayInstrumentation.builder().registry(registry).build()));
		processors.forEach(ObservedWebhooksApplication::warmUp);
		List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		for (int block = 0; block < BLOCKS; block++) {
			for (int turn = 0; turn < 3; turn++) {
				int which = (block + turn) % 3;
				double rate = rate(ledger, processors.get(which));
				if (block >= WARM_UP) {
					rates.get(which).add(rate);
				}
			}
		}
		double without = Turns.median(rates.get(0), Double::doubleValue);
		System.out.println(String.format(Locale.ROOT, "no-op %.0f/s, no-op again %+.1f %%, meters %+.1f %%", without,
				100 * (Turns.median(rates.get(1), Double::doubleValue) / without - 1),
				100 * (Turns.median(rates.get(2), Double::doubleValue) / without - 1)));
	}

	/**
	 * Has what is observed compiled, by webhooks that never reach the database.
	 */
	private static void warmUp(KaspiWebhookProcessor processor) {
		byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < 300_000; i++) {
			processor.process(body, List.of("unsigned"));
		}
	}

	private double rate(KaspiOrderLedger ledger, KaspiWebhookProcessor processor) {
		List<byte[]> bodies = new ArrayList<>();
		for (int i = 0; i < BLOCK; i++) {
			String orderId = "ORD-" + this.orders++;
			ledger.adopt(new KaspiOrder(orderId, null, KaspiOrderStatus.INIT, BigDecimal.valueOf(25000),
					BigDecimal.ZERO, null, null, null, null, null));
			bodies.add(("{\"orderId\":\"" + orderId + "\",\"status\":\"PAID\",\"amount\":25000}")
				.getBytes(StandardCharsets.UTF_8));
		}
		List<String> signatures = bodies.stream().map((body) -> KaspiWebhookSignature.sign(body, SECRET)).toList();
		long start = System.nanoTime();
		for (int i = 0; i < BLOCK; i++) {
			if (processor.process(bodies.get(i), List.of(signatures.get(i))) != WebhookResult.RECORDED) {
				throw new IllegalStateException("A webhook was refused");
			}
		}
		return BLOCK * 1e9 / (System.nanoTime() - start);
	}

	private static KaspiWebhookProcessor processor(KaspiOrderLedger ledger, KaspiPayInstrumentation instrumentation) {
		return new KaspiWebhookProcessor(new HmacKaspiWebhookVerifier(SECRET, null, EnumSet.allOf(SignedContent.class)),
				ledger, instrumentation);
	}

	private static final class NoDelivery implements EventDispatch {

		@Override
		public boolean accepts() {
			return false;
		}

		@Override
		public void dispatch(List<KaspiOrderEvent> events) {
		}

	}

}
