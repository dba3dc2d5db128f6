/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.jdbc.JdbcEventOutbox;
import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.jdbc.JdbcStoreSettings;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.jdbc.LedgerSchema;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import io.github.kaspipay.webhook.HmacKaspiWebhookVerifier;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.github.kaspipay.webhook.KaspiWebhookSignature;
import io.github.kaspipay.webhook.SignedContent;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The starter's own: verified, recorded, delivered.
 */
final class Engine implements Side, AutoCloseable {

	private static final Duration LISTENER_TIMEOUT = Duration.ofMinutes(1);

	private final AtomicLong heard = new AtomicLong();

	private final KaspiPayWorkers workers;

	private final KaspiOrderLedger ledger;

	private final KaspiWebhookProcessor processor;

	Engine(DataSource dataSource, int threads) {
		new LedgerSchema(dataSource, "kaspi_pay_").migrate();
		LedgerDatabase database = new LedgerDatabase(dataSource, new JdbcTransactionManager(dataSource),
				Clock.systemUTC(),
				new JdbcStoreSettings("kaspi_pay_", LISTENER_TIMEOUT, Duration.ofDays(30), Duration.ofDays(30), null));
		JdbcEventOutbox outbox = new JdbcEventOutbox(database);
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		this.workers = new KaspiPayWorkers(threads);
		KaspiEventDispatcher dispatcher = new KaspiEventDispatcher(outbox, (event) -> {
			jdbc.update("INSERT INTO own_row (order_id) VALUES (?)", ((KaspiOrderEvent) event).orderId());
			this.heard.incrementAndGet();
		}, new RedeliveryPolicy(5, Duration.ofSeconds(1), Duration.ofMinutes(1)), this.workers, LISTENER_TIMEOUT);
		this.workers.every(Duration.ofSeconds(1), dispatcher::sweep);
		this.ledger = new KaspiOrderLedger(new JdbcLedgerStore(database, outbox), Clock.systemUTC(), dispatcher);
		this.processor = new KaspiWebhookProcessor(
				new HmacKaspiWebhookVerifier(Webhooks.SECRET, null, EnumSet.allOf(SignedContent.class)), this.ledger);
		this.workers.start();
	}

	@Override
	public void open(Iterable<String> orderIds) {
		for (String orderId : orderIds) {
			this.ledger.adopt(new KaspiOrder(orderId, null, KaspiOrderStatus.INIT, BigDecimal.valueOf(25000),
					BigDecimal.ZERO, null, null, null, null, null));
		}
	}

	@Override
	public void paid(String orderId) {
		byte[] body = Webhooks.body(orderId);
		if (this.processor.process(body, List.of(KaspiWebhookSignature.sign(body, Webhooks.SECRET)))
			.getStatus() != 200) {
			throw new IllegalStateException("A webhook was refused: " + new String(body, StandardCharsets.UTF_8));
		}
	}

	@Override
	public long heard() {
		return this.heard.get();
	}

	@Override
	public void close() {
		this.workers.stop();
	}

}
