/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.util.Map;

import io.github.kaspipay.ledger.WebhookReceipt;

/**
 * The webhooks that were received for a merchant.
 */
final class JdbcWebhookJournal {

	private static final String INTO = """
			INSERT INTO @@prefix@@webhook (merchant, received_at, order_id, status, outcome, body_sha256)
			""";

	private static final String VALUES = ":merchant, :received_at, :webhook_order_id, :webhook_status, :outcome, :body_sha256";

	/**
	 * Inserts a webhook if the table {@code changed}, of the same statement, has a row.
	 */
	static final String WITH_CHANGE = INTO + "SELECT " + VALUES + " FROM changed";

	private final LedgerDatabase database;

	JdbcWebhookJournal(LedgerDatabase database) {
		this.database = database;
	}

	int add(WebhookReceipt receipt) {
		return this.database.rowStatement(INTO + "VALUES (" + VALUES + ")").params(parameters(receipt)).update();
	}

	static Map<String, Object> parameters(WebhookReceipt receipt) {
		return Map.of("received_at", receipt.receivedAt().toEpochMilli(), "webhook_order_id", receipt.orderId(),
				"webhook_status", receipt.status().value(), "outcome", receipt.outcome().name(), "body_sha256",
				receipt.bodyDigest().get());
	}

}
