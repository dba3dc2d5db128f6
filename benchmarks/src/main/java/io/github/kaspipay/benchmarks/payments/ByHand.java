/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import io.github.kaspipay.webhook.HmacKaspiWebhookVerifier;
import io.github.kaspipay.webhook.KaspiWebhookSignature;
import io.github.kaspipay.webhook.SignedContent;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The least that keeps the promise where nothing fails: one statement that pays the
 * order, notes the event and the webhook, then a transaction that marks the event and
 * writes the listener's row. No second attempt, no time-outs, no disputes.
 */
final class ByHand implements Side {

	private static final String PAY = """
			WITH paid AS (UPDATE by_hand_order SET status = 'PAID' WHERE order_id = ? AND status = 'INIT'
			RETURNING order_id),
			noted AS (INSERT INTO by_hand_event (order_id, delivered) SELECT order_id, FALSE FROM paid)
			INSERT INTO by_hand_webhook (order_id, status, received_at) VALUES (?, 'PAID', now())
			""";

	private static final String AGAIN = """
			INSERT INTO by_hand_webhook (order_id, status, received_at) VALUES (?, 'PAID', now())
			""";

	private static final String SCHEMA = """
			CREATE TABLE by_hand_order (order_id VARCHAR(64) PRIMARY KEY, status VARCHAR(64) NOT NULL,
			amount NUMERIC(40, 20) NOT NULL);
			CREATE TABLE by_hand_event (order_id VARCHAR(64) PRIMARY KEY, delivered BOOLEAN NOT NULL);
			CREATE TABLE by_hand_webhook (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, order_id VARCHAR(64),
			status VARCHAR(64), received_at TIMESTAMPTZ)
			""";

	private final AtomicLong heard = new AtomicLong();

	private final HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(Webhooks.SECRET, null,
			EnumSet.allOf(SignedContent.class));

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final ExecutorService deliveries;

	ByHand(DataSource dataSource, ExecutorService deliveries) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.deliveries = deliveries;
		this.jdbc.execute(SCHEMA);
	}

	@Override
	public void open(Iterable<String> orderIds) {
		orderIds.forEach((orderId) -> this.jdbc.update("INSERT INTO by_hand_order VALUES (?, 'INIT', 25000)", orderId));
	}

	@Override
	public void paid(String orderId) {
		byte[] body = Webhooks.body(orderId);
		if (!this.verifier.verify(body, KaspiWebhookSignature.sign(body, Webhooks.SECRET))) {
			throw new IllegalStateException("A webhook was refused");
		}
		String status = this.jdbc.queryForObject("SELECT status FROM by_hand_order WHERE order_id = ?", String.class,
				orderId);
		if (!"INIT".equals(status)) {
			this.jdbc.update(AGAIN, orderId);
			return;
		}
		this.jdbc.update(PAY, orderId, orderId);
		this.deliveries.execute(() -> deliver(orderId));
	}

	private void deliver(String orderId) {
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.update("UPDATE by_hand_event SET delivered = TRUE WHERE order_id = ? AND NOT delivered", orderId);
			this.jdbc.update("INSERT INTO own_row (order_id) VALUES (?)", orderId);
		});
		this.heard.incrementAndGet();
	}

	@Override
	public long heard() {
		return this.heard.get();
	}

}
