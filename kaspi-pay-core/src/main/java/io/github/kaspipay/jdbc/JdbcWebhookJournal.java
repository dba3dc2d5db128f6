/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import io.github.kaspipay.ledger.WebhookReceipt;

/**
 * The webhooks that were received for a merchant.
 */
final class JdbcWebhookJournal {

	private static final String INSERT = """
			INSERT INTO @@prefix@@webhook (merchant, received_at, order_id, status, outcome, body_sha256)
			VALUES (:merchant, :received_at, :order_id, :status, :outcome, :body_sha256)
			""";

	private final LedgerDatabase database;

	JdbcWebhookJournal(LedgerDatabase database) {
		this.database = database;
	}

	int add(WebhookReceipt receipt) {
		return this.database.rowStatement(INSERT)
			.param("received_at", receipt.receivedAt().toEpochMilli())
			.param("order_id", receipt.orderId())
			.param("status", receipt.status().value())
			.param("outcome", receipt.outcome().name())
			.param("body_sha256", receipt.bodyDigest())
			.update();
	}

}
