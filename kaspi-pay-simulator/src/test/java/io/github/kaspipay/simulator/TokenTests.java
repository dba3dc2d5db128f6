/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the access token: who gets one, and how long it is good for.
 */
class TokenTests extends SharedSimulatorTests {

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final String GRANT = "grant_type=client_credentials&scope=payment.orders";

	@Test
	void issuesTokenForCredentials() {
		HttpResponse<String> response = this.client.token();
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(ApiClient.json(response).get("access_token").stringValue()).hasSizeGreaterThan(20);
		assertThat(ApiClient.json(response).get("token_type").stringValue()).isEqualTo("Bearer");
		assertThat(ApiClient.json(response).get("expires_in").intValue()).isEqualTo(3600);
	}

	@Test
	void acceptsScopeAmongOthersAndCharsetOfForm() {
		HttpResponse<String> response = this.client.token(ApiClient.basic("demo", "demo-secret"),
				FORM + ";charset=UTF-8", "scope=profile+payment.orders&grant_type=client_credentials");
		assertThat(response.statusCode()).isEqualTo(200);
	}

	@Test
	void refusesWrongCredentials() {
		for (String authorization : new String[] { ApiClient.basic("demo", "wrong"),
				ApiClient.basic("wrong", "demo-secret"), ApiClient.basic("demo", ""), "Basic !!!", "Bearer demo" }) {
			HttpResponse<String> response = this.client.token(authorization, FORM, GRANT);
			assertThat(response.statusCode()).isEqualTo(401);
			assertThat(ApiClient.json(response).get("error").stringValue()).isEqualTo("invalid_client");
			assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					application/json                  | {"grant_type":"client_credentials"}             | invalid_request
					text/plain                        | grant_type=client_credentials&scope=payment.orders | invalid_request
					application/x-www-form-urlencoded | scope=payment.orders                               | invalid_request
					application/x-www-form-urlencoded | grant_type=password&scope=payment.orders           | unsupported_grant_type
					application/x-www-form-urlencoded | grant_type=client_credentials                      | invalid_scope
					application/x-www-form-urlencoded | grant_type=client_credentials&scope=payment        | invalid_scope
					""")
	void refusesWrongRequests(String contentType, String body, String error) {
		HttpResponse<String> response = this.client.token(ApiClient.basic("demo", "demo-secret"), contentType, body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(ApiClient.json(response).get("error").stringValue()).isEqualTo(error);
	}

	@Test
	void tokenIsGoodForAnHourOnTheSimulatorsClock() {
		this.client.authorize();
		this.simulator.advance(Duration.ofMinutes(59));
		assertThat(this.client.status("ORD-1").statusCode()).isEqualTo(404);
		this.simulator.advance(Duration.ofMinutes(1));
		assertThat(this.client.status("ORD-1").statusCode()).isEqualTo(401);
	}

	@Test
	void revokedTokenIsRefused() {
		this.client.authorize();
		this.simulator.revokeTokens();
		assertThat(this.client.status("ORD-1").statusCode()).isEqualTo(401);
		assertThat(this.client.authorize().status("ORD-1").statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/payment/orders", "/payment/orders/ORD-1/refund" })
	void everyCallNeedsAToken(String path) {
		HttpResponse<String> response = this.client.post(path, ApiClient.orderBody("order_1", "25000"));
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(ApiClient.json(response).get("code").stringValue()).isEqualTo("UNAUTHORIZED");
		assertThat(this.simulator.orders()).isEmpty();
	}

}
