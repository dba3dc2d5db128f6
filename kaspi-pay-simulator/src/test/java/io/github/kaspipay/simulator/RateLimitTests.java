/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.net.http.HttpResponse;
import java.time.Duration;

import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limit of calls in a minute.
 */
class RateLimitTests {

	@Test
	void letsAHundredCallsThroughInAnySixtySeconds() {
		MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");
		try (KaspiPaySimulator simulator = KaspiPaySimulator.builder().clock(clock).requestsPerMinute(100).start()) {
			ApiClient client = new ApiClient(simulator).authorize();
			clock.advance(Duration.ofSeconds(30));
			for (int i = 0; i < 99; i++) {
				assertThat(client.status("ORD-1").statusCode()).isEqualTo(404);
			}
			HttpResponse<String> refused = client.status("ORD-1");
			assertThat(refused.statusCode()).isEqualTo(429);
			assertThat(refused.headers().firstValue("Retry-After")).hasValue("30");
			assertThat(refused.headers().firstValue("X-Request-Id")).isPresent();
			assertThat(client.token().statusCode()).isEqualTo(429);
			assertThat(client.post("/simulator/clock/advance?seconds=29").statusCode()).isEqualTo(200);
			assertThat(client.status("ORD-1").headers().firstValue("Retry-After")).hasValue("1");
			simulator.advance(Duration.ofSeconds(1));
			assertThat(client.status("ORD-1").statusCode()).isEqualTo(404);
			assertThat(client.status("ORD-1").statusCode()).isEqualTo(429);
			simulator.advance(Duration.ofSeconds(30));
			assertThat(client.status("ORD-1").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void thereIsNoLimitByDefault() {
		try (KaspiPaySimulator simulator = KaspiPaySimulator.start()) {
			ApiClient client = new ApiClient(simulator).authorize();
			for (int i = 0; i < 150; i++) {
				assertThat(client.status("ORD-1").statusCode()).isEqualTo(404);
			}
		}
	}

}
