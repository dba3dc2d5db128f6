/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import io.github.kaspipay.order.KaspiPayment;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * The payments that Kaspi told of by itself, as rows.
 */
final class PaymentRows {

	private static final String INSERT = """
			INSERT INTO @@prefix@@payment
			(merchant, transaction_id, account, order_id, amount, paid_at, recorded_at, answer)
			VALUES (:merchant, :transaction_id, :account, :order_id, :amount, :paid_at, :recorded_at, :answer)
			""";

	private static final String SELECT = """
			SELECT transaction_id, account, order_id, amount, paid_at, answer
			FROM @@prefix@@payment WHERE merchant = :merchant
			""";

	static final String SELECT_ONE = SELECT + " AND transaction_id = :transaction_id";

	static final String SELECT_ACCEPTED = SELECT
			+ " AND paid_at >= :from AND paid_at < :to AND order_id IS NOT NULL ORDER BY paid_at, id";

	private final LedgerDatabase database;

	PaymentRows(LedgerDatabase database) {
		this.database = database;
	}

	/**
	 * Inserts a payment.
	 * @return how many rows were written: none where the database says so if there is one
	 * of the same id
	 */
	int insert(RecordedPayment payment) {
		return this.database.statement(INSERT + this.database.platform().onDuplicateKey())
			.param("transaction_id", payment.transactionId())
			.param("account", payment.account())
			.param("order_id", payment.orderId())
			.param("amount", payment.amount())
			.param("paid_at", payment.paidAt().toEpochMilli())
			.param("recorded_at", this.database.now())
			.param("answer", payment.answer())
			.update();
	}

	@Nullable RecordedPayment find(String transactionId) {
		return this.database.statement(SELECT_ONE)
			.param("transaction_id", transactionId)
			.query(PaymentRows::map)
			.optional()
			.orElse(null);
	}

	List<KaspiPayment> findAccepted(long from, long to) {
		return this.database.statement(SELECT_ACCEPTED)
			.param("from", from)
			.param("to", to)
			.query((row, number) -> map(row, number).accepted().orElseThrow())
			.list();
	}

	private static RecordedPayment map(ResultSet row, int number) throws SQLException {
		return new RecordedPayment(row.getString("transaction_id"), row.getString("account"), row.getString("order_id"),
				OrderRows.amount(row, "amount"), Instant.ofEpochMilli(row.getLong("paid_at")), row.getString("answer"));
	}

}
