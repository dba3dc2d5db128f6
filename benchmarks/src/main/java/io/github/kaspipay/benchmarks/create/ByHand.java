/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.create;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.client.RestClient;

/**
 * The least that creates an order: one request with the token that is there, and where
 * there is a database, one statement before it and one after it. No limit, no second
 * attempt, no deadline, no look at what is there.
 */
final class ByHand implements Consumer<String> {

	private static final String SCHEMA = """
			CREATE TABLE by_hand_order (reference VARCHAR(64) PRIMARY KEY, status VARCHAR(64) NOT NULL,
			amount NUMERIC(40, 20) NOT NULL, order_id VARCHAR(64) UNIQUE, qr_data VARCHAR(2048),
			payment_url VARCHAR(2048), expires_at TIMESTAMPTZ)
			""";

	private static final BigDecimal AMOUNT = BigDecimal.valueOf(25000);

	private static final String AUTHORIZATION = "Bearer " + "t".repeat(40);

	private final RestClient client;

	private final @Nullable JdbcTemplate jdbc;

	ByHand(RestClient client, @Nullable JdbcTemplate jdbc) {
		this.client = client;
		this.jdbc = jdbc;
	}

	static void prepare(JdbcTemplate jdbc) {
		jdbc.execute(SCHEMA);
	}

	@Override
	public void accept(String reference) {
		if (this.jdbc != null) {
			this.jdbc.update("INSERT INTO by_hand_order (reference, status, amount) VALUES (?, 'INTENT', ?)", reference,
					AMOUNT);
		}
		Answer answer = Objects.requireNonNull(this.client.post()
			.uri("/payment/orders")
			.header("Authorization", AUTHORIZATION)
			.contentType(MediaType.APPLICATION_JSON)
			.accept(MediaType.APPLICATION_JSON)
			.body(new Request("MERCHANT123", AMOUNT, reference, CreateApplication.CALLBACK_URL,
					CreateApplication.RETURN_URL))
			.retrieve()
			.body(Answer.class));
		if (this.jdbc != null) {
			this.jdbc.update(
					"UPDATE by_hand_order SET status = ?, order_id = ?, qr_data = ?, payment_url = ?, "
							+ "expires_at = CAST(? AS TIMESTAMPTZ) WHERE reference = ?",
					answer.status(), answer.orderId(), answer.qrData(), answer.paymentUrl().toString(),
					answer.expiresAt().toString(), reference);
		}
	}

	record Request(String merchant, BigDecimal amount, String reference,
			@JsonProperty("callback_url") String callbackUrl, @JsonProperty("return_url") String returnUrl) {

	}

	record Answer(String orderId, String status, String qrData, URI paymentUrl, Instant expiresAt) {

	}

}
