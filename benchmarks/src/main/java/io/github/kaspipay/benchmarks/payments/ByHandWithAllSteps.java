/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

import java.util.EnumSet;
import java.util.Objects;
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
 * By hand, in the starter's tables, with each step that the promise needs where something
 * fails: the whole order is read and paid only as it was read, the event's row is locked
 * before its listener is called and marked after it, and nothing waits or stays locked
 * for ever. No second attempt, no disputes, nothing but the values of a payment.
 */
final class ByHandWithAllSteps implements Side {

	private static final String OPEN = """
			INSERT INTO all_steps_order (order_id, status, is_open, next_poll_at, attempt, superseded, amount,
			refunded_amount, refunded_known, refunds, refund_in_doubt, disputed, closed_locally, recorded_at, version)
			VALUES (?, 'INIT', TRUE, 0, 1, FALSE, 25000, 0, TRUE, 0, FALSE, FALSE, FALSE, 0, 0)
			""";

	private static final String FIND = "SELECT * FROM all_steps_order WHERE merchant = '' AND order_id = ?";

	private static final String RECORD = """
			WITH changed AS (UPDATE all_steps_order SET status = 'PAID', is_open = FALSE, next_poll_at = NULL,
			paid_at = 0, version = version + 1 WHERE merchant = '' AND order_id = ? AND version = ?
			AND set_config('idle_in_transaction_session_timeout', '10000', true) IS NOT NULL
			AND set_config('lock_timeout', '5000', true) IS NOT NULL RETURNING order_id),
			event AS (INSERT INTO all_steps_event (event_id, order_id, kind, amount, occurred_at, source, paid_at, late,
			state, attempts, due_at)
			SELECT order_id, order_id, 'PAID', 25000, 0, 'WEBHOOK', 0, FALSE, 'PENDING', 1, 0 FROM changed
			ON CONFLICT DO NOTHING),
			webhook AS (INSERT INTO all_steps_webhook (received_at, order_id, status, outcome, body_sha256)
			SELECT 0, order_id, 'PAID', 'RECORDED', 'x' FROM changed)
			SELECT COUNT(*) FROM changed
			""";

	private static final String RECORD_AGAIN = """
			INSERT INTO all_steps_webhook (received_at, order_id, status, outcome, body_sha256)
			VALUES (0, ?, 'PAID', 'UNCHANGED', 'x')
			""";

	private static final String LOCK = """
			SELECT id, traceparent, (SELECT placed.traceparent FROM all_steps_order placed
			WHERE placed.order_id = due.order_id AND placed.merchant = due.merchant) AS order_traceparent
			FROM all_steps_event due WHERE event_id = ? AND attempts = 1
			AND id = (SELECT older.id FROM all_steps_event older WHERE older.merchant = due.merchant
			AND older.order_id = due.order_id AND older.state <> 'DELIVERED' ORDER BY older.id LIMIT 1)
			AND COALESCE(state, '') = 'PENDING'
			AND set_config('idle_in_transaction_session_timeout', '62000', true) IS NOT NULL
			AND set_config('lock_timeout', '62000', true) IS NOT NULL FOR UPDATE
			""";

	private static final String MARK = """
			UPDATE all_steps_event SET state = 'DELIVERED', delivered_at = 0, last_error = NULL WHERE id = ?
			""";

	private final AtomicLong heard = new AtomicLong();

	private final HmacKaspiWebhookVerifier verifier = new HmacKaspiWebhookVerifier(Webhooks.SECRET, null,
			EnumSet.allOf(SignedContent.class));

	private final JdbcTemplate jdbc;

	private final JdbcTemplate boundedJdbc;

	private final TransactionTemplate transaction;

	private final ExecutorService deliveries;

	ByHandWithAllSteps(DataSource dataSource, ExecutorService deliveries) {
		new LedgerSchema(dataSource, "all_steps_").migrate();
		this.jdbc = new JdbcTemplate(dataSource);
		this.boundedJdbc = new JdbcTemplate(dataSource);
		this.boundedJdbc.setQueryTimeout(10);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.transaction.setTimeout(62);
		this.deliveries = deliveries;
	}

	@Override
	public void open(Iterable<String> orderIds) {
		orderIds.forEach((orderId) -> this.jdbc.update(OPEN, orderId));
	}

	@Override
	public void paid(String orderId) {
		byte[] body = Webhooks.body(orderId);
		if (!this.verifier.verify(body, KaspiWebhookSignature.sign(body, Webhooks.SECRET))) {
			throw new IllegalStateException("A webhook was refused");
		}
		Order order = Objects.requireNonNull(this.jdbc.queryForObject(FIND,
				(row, number) -> new Order(row.getString("status"), row.getLong("version")), orderId));
		if (!"INIT".equals(order.status())) {
			this.boundedJdbc.update(RECORD_AGAIN, orderId);
			return;
		}
		Long changed = this.boundedJdbc.queryForObject(RECORD, Long.class, orderId, order.version());
		if (!Long.valueOf(1).equals(changed)) {
			throw new IllegalStateException("An order is not as it was read");
		}
		this.deliveries.execute(() -> deliver(orderId));
	}

	private void deliver(String orderId) {
		this.transaction.executeWithoutResult((status) -> {
			Long event = this.jdbc.queryForObject(LOCK, (row, number) -> row.getLong("id"), orderId);
			this.jdbc.update("INSERT INTO own_row (order_id) VALUES (?)", orderId);
			this.jdbc.update(MARK, event);
		});
		this.heard.incrementAndGet();
	}

	@Override
	public long heard() {
		return this.heard.get();
	}

	private record Order(String status, long version) {

	}

}
