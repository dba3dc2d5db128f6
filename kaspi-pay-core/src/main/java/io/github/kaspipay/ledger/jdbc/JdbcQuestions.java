package io.github.kaspipay.ledger.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.github.kaspipay.ledger.QuestionTurn;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is asking Kaspi Pay about which order. Kept beside the order, but not part of its
 * entry: a question changes nothing.
 */
final class JdbcQuestions {

	private final JdbcClient jdbc;

	private final BoundedTransaction write;

	private final Clock clock;

	private final String orders;

	JdbcQuestions(JdbcClient jdbc, BoundedTransaction write, Clock clock, String orders) {
		this.jdbc = jdbc;
		this.write = write;
		this.clock = clock;
		this.orders = orders;
	}

	QuestionTurn begin(String orderId, String asker, Duration sharedFor) {
		return this.write.execute(() -> isTaken(orderId, asker, sharedFor) ? QuestionTurn.ASK : turnAfter(orderId));
	}

	private boolean isTaken(String orderId, String asker, Duration sharedFor) {
		Instant now = this.clock.instant();
		return this.jdbc
			.sql("UPDATE " + this.orders + " SET asked_by = :asker, asked_at = :now, answered_at = NULL WHERE "
					+ "order_id = :id AND (asked_at IS NULL OR asked_at <= :past OR asked_by = :asker)")
			.param("asker", asker)
			.param("now", now.toEpochMilli())
			.param("id", orderId)
			.param("past", now.minus(sharedFor).toEpochMilli())
			.update() == 1;
	}

	private QuestionTurn turnAfter(String orderId) {
		return this.jdbc.sql("SELECT answered_at IS NOT NULL FROM " + this.orders + " WHERE order_id = :id")
			.param("id", orderId)
			.query(Boolean.class)
			.optional()
			.map((answered) -> answered ? QuestionTurn.ANSWERED : QuestionTurn.WAIT)
			.orElse(QuestionTurn.ASK);
	}

	void end(String orderId, String asker, boolean answered) {
		String change = answered ? "answered_at = :now" : "asked_at = NULL";
		this.write.execute(() -> this.jdbc
			.sql("UPDATE " + this.orders + " SET " + change
					+ " WHERE order_id = :id AND asked_by = :asker AND answered_at IS NULL")
			.param("now", this.clock.instant().toEpochMilli())
			.param("id", orderId)
			.param("asker", asker)
			.update());
	}

}
