/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebhookReaderTests {

	static final List<byte[]> NOT_UTF_8 = List.of(
			"{\"orderId\":\"ORD-1\",\"status\":\"PAID\"}".getBytes(StandardCharsets.UTF_16),
			"{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"reference\":\"\u00e9\"}"
				.getBytes(StandardCharsets.ISO_8859_1),
			new byte[] { '{', (byte) 0xc0, (byte) 0x80, '}' });

	private final WebhookReader reader = new WebhookReader();

	@Test
	void readsTheContractsExample() throws Exception {
		assertThat(read("""
				{"orderId":"ORD-2026-05-09-001","status":"PAID","reference":"order_12345","amount":25000,\
				"signature":"hmac_sha256_signature"}""")).isEqualTo(new KaspiWebhookNotification("ORD-2026-05-09-001",
				KaspiOrderStatus.PAID, "order_12345", new BigDecimal("25000")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			{"orderId":"a","status":"INIT"} | INIT | - | -
			 { "orderId" : "a" , "status" : "paid" }  | PAID | - | -
			{"orderId":"a","status":"CANCELED"} | CANCELLED | - | -
			{"orderId":"a","status":"SOMETHING_NEW"} | SOMETHING_NEW | - | -
			{"orderId":"a","status":"PAID","reference":null} | PAID | - | -
			{"orderId":"a","status":"PAID","reference":"\\u041e-1"} | PAID | О-1 | -
			{"orderId":"a","status":"PAID","reference":"not ours"} | PAID | - | -
			{"orderId":"a","status":"PAID","reference":"\\u0000"} | PAID | - | -
			{"orderId":"a","status":"IN REVIEW"} | IN REVIEW | - | -
			{"orderId":"a","status":"PAID","reference":12345} | PAID | 12345 | -
			{"orderId":"a","status":"PAID","amount":null} | PAID | - | -
			{"orderId":"a","status":"PAID","amount":0} | PAID | - | 0
			{"orderId":"a","status":"PAID","amount":1234.50} | PAID | - | 1234.5
			{"orderId":"a","status":"PAID","amount":2.5E+4} | PAID | - | 25000
			{"orderId":"a","status":"PAID","amount":{"value":25000.00,"currency":"KZT"}} | PAID | - | 25000
			{"orderId":"a","status":"PAID","signature":{"x":[1]},"other":[null],"x":1e999} | PAID | - | -
			""")
	void reads(String content, String status, @Nullable String reference, @Nullable BigDecimal amount)
			throws Exception {
		assertThat(read(content))
			.isEqualTo(new KaspiWebhookNotification("a", new KaspiOrderStatus(status), reference, amount));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			`` | body
			` ` | body
			null | body
			[] | body
			1 | body
			"text" | body
			[{"orderId":"a","status":"PAID"}] | body
			{"orderId":"a","status":"PAID" | body
			{"orderId":"a","status":"PAID",} | body
			{'orderId':'a','status':'PAID'} | body
			{"orderId":"a","status":"PAID"} x | body
			{"orderId":"a","status":"PAID"}{} | body
			{"orderId":"a","status":"PAID"}] | body
			{"orderId":"a","orderId":"a","status":"PAID"} | body
			{"orderId":"a","status":"INIT","\\u0073tatus":"PAID"} | body
			{"orderId":"a","status":"PAID","x":{"y":1,"y":1}} | body
			{"orderId":"a","status":"PAID","amount":NaN} | body
			{"orderId":"a","status":"PAID","amount":Infinity} | body
			{"orderId":"a","status":"PAID","amount":1e99999999999} | body
			{"orderId":"a","status":"PAID","x":1e99999999999} | body
			{"orderId":"a","status":"PAID","amount":01} | body
			{} | orderId
			{"status":"PAID"} | orderId
			{"orderId":null,"status":"PAID"} | orderId
			{"orderId":1.5,"status":"PAID"} | orderId
			{"orderId":-1e9,"status":"PAID"} | orderId
			{"orderId":true,"status":"PAID"} | orderId
			{"orderId":["a"],"status":"PAID"} | orderId
			{"orderId":"","status":"PAID"} | orderId
			{"orderId":" ","status":"PAID"} | orderId
			{"orderId":" a","status":"PAID"} | orderId
			{"orderId":"../refund","status":"PAID"} | orderId
			{"orderId":"\\u0430","status":"PAID"} | orderId
			{"orderId":"a\\n","status":"PAID"} | orderId
			{"OrderId":"a","status":"PAID"} | orderId
			{"orderId":"a"} | status
			{"orderId":"a","status":null} | status
			{"orderId":"a","status":true} | status
			{"orderId":"a","status":{"value":"PAID"}} | status
			{"orderId":"a","status":""} | status
			{"orderId":"a","status":" \\t"} | status
			{"orderId":"a","status":"PAID","reference":{}} | reference
			{"orderId":"a","status":"PAID","reference":true} | reference
			{"orderId":"a","status":"PAID","amount":-1} | amount
			{"orderId":"a","status":"PAID","amount":-0.01} | amount
			{"orderId":"a","status":"PAID","amount":"25000"} | amount
			{"orderId":"a","status":"PAID","amount":true} | amount
			{"orderId":"a","status":"PAID","amount":[25000]} | amount
			{"orderId":"a","status":"PAID","amount":{}} | amount
			{"orderId":"a","status":"PAID","amount":{"value":1}} | amount
			{"orderId":"a","status":"PAID","amount":{"value":1,"currency":"USD"}} | amount
			{"orderId":"a","status":"PAID","amount":{"value":-1,"currency":"KZT"}} | amount
			{"orderId":"a","status":"PAID","amount":{"value":"1","currency":"KZT"}} | amount
			{"orderId":"a","status":"PAID","amount":{"value":null,"currency":"KZT"}} | amount
			{"orderId":"a","status":"PAID","amount":1e400} | amount
			{"orderId":"a","status":"PAID","amount":1e999999999} | amount
			{"orderId":"a","status":"PAID","amount":1e-999999999} | amount
			{"orderId":"a","status":"PAID","amount":123456789012345678901} | amount
			""")
	void refuses(String content, String field) {
		assertThatExceptionOfType(UnreadableWebhookException.class).isThrownBy(() -> read(content))
			.withMessageStartingWith(field + " ")
			.withNoCause();
	}

	@ParameterizedTest
	@FieldSource("NOT_UTF_8")
	void refusesWhatIsNotUtf8(byte[] content) {
		assertThatExceptionOfType(UnreadableWebhookException.class).isThrownBy(() -> this.reader.read(content))
			.withMessage("body is not UTF-8");
	}

	@Test
	void refusesAnOrderIdOfTooManyCharacters() throws Exception {
		assertThat(read("{\"orderId\":\"" + "a".repeat(64) + "\",\"status\":\"PAID\"}").orderId()).hasSize(64);
		assertThatExceptionOfType(UnreadableWebhookException.class)
			.isThrownBy(() -> read("{\"orderId\":\"" + "a".repeat(65) + "\",\"status\":\"PAID\"}"));
	}

	@Test
	void readsAnOrderIdThatIsANumber() throws Exception {
		assertThat(read("{\"orderId\":123,\"status\":\"PAID\"}").orderId()).isEqualTo("123");
		assertThat(read("{\"orderId\":12345678901234567890123,\"status\":\"PAID\"}").orderId())
			.isEqualTo("12345678901234567890123");
	}

	@Test
	void readsWhatComesAfterOneByteOrderMark() throws Exception {
		String content = "\ufeff{\"orderId\":\"a\",\"status\":\"PAID\"}";
		assertThat(read(content).orderId()).isEqualTo("a");
		assertThatExceptionOfType(UnreadableWebhookException.class).isThrownBy(() -> read("\ufeff" + content))
			.withMessageStartingWith("body ");
	}

	@Test
	void refusesDeepNesting() {
		for (String content : List.of("[".repeat(60_000), "{\"orderId\":".repeat(6_000))) {
			assertThatExceptionOfType(UnreadableWebhookException.class).isThrownBy(() -> read(content))
				.withMessageStartingWith("body ");
		}
	}

	@Test
	void neverQuotesTheBody() {
		for (String content : List.of("confidential", "{\"confidential\":1,\"confidential\":2}",
				"{\"orderId\":\"confidential!\"}", "{\"orderId\":\"a\",\"status\":[\"confidential\"]}",
				"{\"orderId\":\"a\",\"status\":\"PAID\",\"amount\":\"confidential\"}",
				"{\"orderId\":\"a\",\"status\":\"PAID\",\"amount\":{\"value\":1,\"currency\":\"confidential\"}}")) {
			assertThatExceptionOfType(UnreadableWebhookException.class).isThrownBy(() -> read(content))
				.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("UnreadableWebhookException"))
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("confidential"));
		}
	}

	@Test
	void reads64Kilobytes() throws Exception {
		String content = "{\"orderId\":\"a\",\"x\":\"" + "₸".repeat(21_000) + "\",\"status\":\"PAID\"}";
		assertThat(read(content).status()).isEqualTo(KaspiOrderStatus.PAID);
	}

	private KaspiWebhookNotification read(String content) throws UnreadableWebhookException {
		return this.reader.read(content.getBytes(StandardCharsets.UTF_8));
	}

}
