/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ordersapi;

import java.net.URI;
import java.time.Instant;

import io.github.kaspipay.http.SettingNames;
import io.github.kaspipay.order.KaspiOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of a response is believed.
 */
class OrderResponseReaderTests {

	private static KaspiOrder read(String baseUrl, String field, String value) {
		String json = "{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"amount\":1,\"" + field + "\":\"" + value + "\"}";
		return new OrderResponseReader(URI.create(baseUrl), SettingNames.DEFAULT).queried(json.getBytes(UTF_8),
				"ORD-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "1999-12-31T23:59:59Z",
			"2100-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "+1000000000-01-01T00:00:00Z", "2026-02-30T00:00:00Z" })
	void absurdTimesAreLeftOut(String time) {
		assertThat(read("https://api.example", "expiresAt", time).expiresAt()).isNull();
		assertThat(read("https://api.example", "createdAt", time).createdAt()).isNull();
		assertThat(read("https://api.example", "paidAt", time).paidAt()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2000-01-01T00:00:00Z", "2099-12-31T23:59:59Z" })
	void timesWithinTheBoundsAreRead(String time) {
		assertThat(read("https://api.example", "expiresAt", time).expiresAt()).isEqualTo(Instant.parse(time));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://pay.example/1", "http://localhost/1", "javascript:alert(1)", "data:text/html,x",
			"https://user:password@pay.example/1", "https://pay.example@evil.example/1", "https:///1", "https:pay",
			"//pay.example/1", "/1", "https://pay.example/ 1", "" })
	void paymentUrlThatIsNotHttpsIsLeftOut(String url) {
		assertThat(read("https://api.example", "paymentUrl", url).paymentUrl()).isNull();
	}

	@Test
	void paymentUrlIsHttps() {
		assertThat(read("https://api.example", "paymentUrl", "https://pay.example/1").paymentUrl())
			.isEqualTo(URI.create("https://pay.example/1"));
	}

	@Test
	void paymentUrlOfALocalKaspiPayMayBePlain() {
		assertThat(read("http://localhost:8090", "paymentUrl", "http://localhost:8090/pay/1").paymentUrl())
			.isEqualTo(URI.create("http://localhost:8090/pay/1"));
		assertThat(read("http://localhost:8090", "paymentUrl", "http://u@localhost:8090/pay/1").paymentUrl()).isNull();
	}

}
