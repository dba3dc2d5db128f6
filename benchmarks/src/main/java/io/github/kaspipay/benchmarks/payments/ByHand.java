/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import io.github.kaspipay.jdbc.LedgerSchema;
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

	private static final Statements OWN_TABLES = new Statements("""
			INSERT INTO by_hand_order VALUES (?, 'INIT', 25000)
			""", "SELECT status FROM by_hand_order WHERE order_id = ?", """
			WITH paid AS (UPDATE by_hand_order SET status = 'PAID' WHERE order_id = ? AND status = 'INIT'
			RETURNING order_id),
			noted AS (INSERT INTO by_hand_event (order_id, delivered) SELECT order_id, FALSE FROM paid)
			INSERT INTO by_hand_webhook (order_id, status, received_at) VALUES (?, 'PAID', now())
			""", """
			INSERT INTO by_hand_webhook (order_id, status, received_at) VALUES (?, 'PAID', now())
			""", """
			UPDATE by_hand_event SET delivered = TRUE WHERE order_id = ? AND NOT delivered
			""");

	/**
	 * The starter's tables, with all their columns and indexes.
	 */
	private static final Statements STARTERS_TABLES = new Statements("""
			INSERT INTO by_hand_kaspi_order (order_id, status, is_open, next_poll_at, attempt, superseded, amount,
			refunded_amount, refunded_known, refunds, refund_in_doubt, disputed, closed_locally, recorded_at, version)
			VALUES (?, 'INIT', TRUE, 0, 1, FALSE, 25000, 0, TRUE, 0, FALSE, FALSE, FALSE, 0, 0)
			""", "SELECT status FROM by_hand_kaspi_order WHERE order_id = ? AND merchant = ''",
			"""
					WITH paid AS (UPDATE by_hand_kaspi_order SET status = 'PAID', is_open = FALSE, next_poll_at = NULL,
					paid_at = 0, version = version + 1 WHERE order_id = ? AND merchant = '' AND status = 'INIT'
					RETURNING order_id),
					noted AS (INSERT INTO by_hand_kaspi_event (event_id, order_id, kind, amount, occurred_at, source, paid_at, late,
					state, attempts, due_at)
					SELECT order_id, order_id, 'PAID', 25000, 0, 'WEBHOOK', 0, FALSE, 'PENDING', 1, 0 FROM paid)
					INSERT INTO by_hand_kaspi_webhook (received_at, order_id, status, outcome, body_sha256)
					VALUES (0, ?, 'PAID', 'RECORDED', 'x')
					""",
			"""
					INSERT INTO by_hand_kaspi_webhook (received_at, order_id, status, outcome, body_sha256)
					VALUES (0, ?, 'PAID', 'UNCHANGED', 'x')
					""", """
					UPDATE by_hand_kaspi_event SET state = 'DELIVERED', delivered_at = 0
					WHERE event_id = ? AND COALESCE(state, '') = 'PENDING'
					""");

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

	private final Statements statements;

	private ByHand(DataSource dataSource, ExecutorService deliveries, Statements statements) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.deliveries = deliveries;
		this.statements = statements;
	}

	static ByHand inOwnTables(DataSource dataSource, ExecutorService deliveries) {
		new JdbcTemplate(dataSource).execute(SCHEMA);
		return new ByHand(dataSource, deliveries, OWN_TABLES);
	}

	static ByHand inTheStartersTables(DataSource dataSource, ExecutorService deliveries) {
		new LedgerSchema(dataSource, "by_hand_kaspi_").migrate();
		return new ByHand(dataSource, deliveries, STARTERS_TABLES);
	}

	@Override
	public void open(Iterable<String> orderIds) {
		orderIds.forEach((orderId) -> this.jdbc.update(this.statements.open(), orderId));
	}

	@Override
	public void paid(String orderId) {
		byte[] body = Webhooks.body(orderId);
		if (!this.verifier.verify(body, KaspiWebhookSignature.sign(body, Webhooks.SECRET))) {
			throw new IllegalStateException("A webhook was refused");
		}
		String status = this.jdbc.queryForObject(this.statements.find(), String.class, orderId);
		if (!"INIT".equals(status)) {
			this.jdbc.update(this.statements.again(), orderId);
			return;
		}
		this.jdbc.update(this.statements.pay(), orderId, orderId);
		this.deliveries.execute(() -> deliver(orderId));
	}

	private void deliver(String orderId) {
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.update(this.statements.deliver(), orderId);
			this.jdbc.update("INSERT INTO own_row (order_id) VALUES (?)", orderId);
		});
		this.heard.incrementAndGet();
	}

	@Override
	public long heard() {
		return this.heard.get();
	}

	private record Statements(String open, String find, String pay, String again, String deliver) {

	}

}
