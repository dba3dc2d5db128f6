/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway.OrderDefaults;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.kaspipay.KaspiPayFixture.ORDERS;
import static io.github.kaspipay.KaspiPayFixture.TOKEN;
import static io.github.kaspipay.KaspiPayFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes over the wire, to the byte, and what is read from it.
 */
class WireFormatTests {

	private static final String CREATED = "{\"orderId\":\"ORD-1\",\"status\":\"INIT\"}";

	@Test
	void tokenIsAskedForWithBasicAuthenticationAndAForm() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		assertThat(kaspi.tokens.getToken().value()).isEqualTo("token-1");
		LoggedRequest request = single(kaspi, TOKEN);
		assertThat(request.getMethod().getName()).isEqualTo("POST");
		assertThat(request.getHeader("Authorization"))
			.isEqualTo("Basic " + Base64.getEncoder().encodeToString("client-1:s3cr3t:with-colon".getBytes(UTF_8)));
		assertThat(request.getHeader("Content-Type")).startsWith("application/x-www-form-urlencoded");
		assertThat(request.getBodyAsString()).isEqualTo("grant_type=client_credentials&scope=payment.orders");
	}

	@Test
	void clientNamesItselfAndItsVersion() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.tokens.getToken();
		assertThat(single(kaspi, TOKEN).getHeader("User-Agent")).matches("kaspi-pay-java/\\d+\\.\\d+\\.\\d+(-\\w+)?");
	}

	@Test
	void createSendsEveryFieldAsTheContractHasIt() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerCreate(json(201, CREATED));
		kaspi.gateway.create(KaspiOrderRequest.builder()
			.amount(25000)
			.description("Payment for order #12345")
			.reference("order_12345")
			.callbackUrl(URI.create("https://your-site.kz/webhook/kaspi"))
			.returnUrl(URI.create("https://your-site.kz/success"))
			.language("ru")
			.build());
		LoggedRequest request = single(kaspi, ORDERS);
		assertThat(request.getHeader("Authorization")).isEqualTo("Bearer token-1");
		assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
		assertThat(request.getHeader("Accept")).isEqualTo("application/json");
		assertThat(request.getBodyAsString())
			.isEqualTo("{\"merchant\":\"MERCHANT123\",\"amount\":{\"value\":25000,\"currency\":\"KZT\"},"
					+ "\"description\":\"Payment for order #12345\",\"reference\":\"order_12345\","
					+ "\"callback_url\":\"https://your-site.kz/webhook/kaspi\","
					+ "\"return_url\":\"https://your-site.kz/success\",\"language\":\"ru\"}");
	}

	@Test
	void createLeavesOutWhatHasNoValue() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerCreate(json(201, CREATED));
		kaspi.gateway.create(KaspiPayFixture.order("order_12345", "1"));
		assertThat(single(kaspi, ORDERS).getBodyAsString()).isEqualTo("{\"merchant\":\"MERCHANT123\","
				+ "\"amount\":{\"value\":1,\"currency\":\"KZT\"},\"reference\":\"order_12345\"}");
	}

	@Test
	void createTakesWhatIsLeftOpenFromTheDefaults() {
		OrderDefaults defaults = new OrderDefaults(URI.create("https://shop.kz/hook"), URI.create("https://shop.kz/"),
				"kk");
		KaspiPayFixture kaspi = KaspiPayFixture.create((options) -> options.defaults = defaults);
		kaspi.answerCreate(json(201, CREATED));
		kaspi.gateway.create(KaspiOrderRequest.builder().amount(1).reference("r").language("en").build());
		assertThat(single(kaspi, ORDERS).getBodyAsString()).endsWith("\"reference\":\"r\","
				+ "\"callback_url\":\"https://shop.kz/hook\",\"return_url\":\"https://shop.kz/\",\"language\":\"en\"}");
	}

	@ParameterizedTest
	@CsvSource({ "25000, 25000", "1234.5, 1234.5", "1234.50, 1234.5", "0.01, 0.01", "1E+3, 1000", "2.5E+4, 25000",
			"100.00, 100", "9999999999999.99, 9999999999999.99" })
	void amountGoesOutAsAPlainNumber(BigDecimal amount, String written) {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerCreate(json(201, CREATED));
		kaspi.answerRefund("ORD-1", json(200, "{}"));
		kaspi.gateway.create(KaspiOrderRequest.builder().amount(amount).reference("r").build());
		kaspi.gateway.refund("ORD-1", KaspiRefundRequest.of(amount, "why"));
		String expected = "\"amount\":{\"value\":" + written + ",\"currency\":\"KZT\"}";
		assertThat(single(kaspi, ORDERS).getBodyAsString()).contains(expected);
		assertThat(single(kaspi, ORDERS + "/ORD-1/refund").getBodyAsString()).contains(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Оплата заказа №1 — «Қазақстан»", "🎉 emoji", "quote \" backslash \\ newline \n" })
	void textGoesOutAsUtf8(String text) {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerCreate(json(201, CREATED));
		kaspi.gateway.create(KaspiOrderRequest.builder().amount(1).reference("заказ-1").description(text).build());
		String body = new String(single(kaspi, ORDERS).getBody(), UTF_8);
		assertThat(body).contains("\"reference\":\"заказ-1\"")
			.contains("\"description\":\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
					+ "\"");
	}

	@Test
	void createReadsTheWholeAnswer() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerCreate(
				json(201, "{\"orderId\":\"ORD-2026-05-09-001\",\"status\":\"INIT\",\"qrData\":\"0003…\",\"paymentUrl\":"
						+ "\"https://pay.kaspikz.kz/ORD-2026-05-09-001\",\"expiresAt\":\"2026-05-09T17:20:00Z\"}"));
		KaspiOrder order = kaspi.gateway.create(KaspiPayFixture.order("order_12345", "25000")).order();
		assertThat(order).isEqualTo(
				new KaspiOrder("ORD-2026-05-09-001", "order_12345", KaspiOrderStatus.INIT, new BigDecimal("25000"),
						BigDecimal.ZERO, "0003…", URI.create("https://pay.kaspikz.kz/ORD-2026-05-09-001"), null,
						Instant.parse("2026-05-09T17:20:00Z"), null));
	}

	@Test
	void statusReadsTheWholeAnswer() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerStatus("ORD-1", json(200, "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":25000,"
				+ "\"createdAt\":\"2026-05-09T16:20:00Z\",\"paidAt\":\"2026-05-09T16:23:15Z\"}"));
		KaspiOrder order = kaspi.gateway.status("ORD-1");
		assertThat(order.status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(order.amount()).isEqualTo("25000");
		assertThat(order.createdAt()).isEqualTo("2026-05-09T16:20:00Z");
		assertThat(order.paidAt()).isEqualTo("2026-05-09T16:23:15Z");
		LoggedRequest request = single(kaspi, ORDERS + "/ORD-1");
		assertThat(request.getMethod().getName()).isEqualTo("GET");
		assertThat(request.getHeader("Authorization")).isEqualTo("Bearer token-1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "25000 | 25000", "1234.50 | 1234.5", "{\"value\":25000,\"currency\":\"KZT\"} | 25000",
					"{\"currency\":\"KZT\",\"value\":0.1} | 0.1", "0.30000000000000004 | 0.30000000000000004" })
	void amountIsReadExactlyInBothShapes(String amount, String read) {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerStatus("ORD-1", "INIT", amount);
		assertThat(kaspi.gateway.status("ORD-1").amount()).isEqualTo(read);
	}

	@ParameterizedTest
	@CsvSource({ "PAID, PAID", "CANCELED, CANCELLED", "CANCELLED, CANCELLED", "paid, PAID", "ON_HOLD, ON_HOLD" })
	void statusIsKeptAsItCame(String written, String read) {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerStatus("ORD-1", written, "1");
		assertThat(kaspi.gateway.status("ORD-1").status().value()).isEqualTo(read);
	}

	@Test
	void whatIsNotKnownOrCannotBeReadIsLeftOut() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerStatus("ORD-1",
				json(200, "{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"amount\":1,\"new\":{\"a\":[1]},\"qrData\":{},"
						+ "\"reference\":null,\"paidAt\":[],\"paymentUrl\":\"javascript:alert(1)\",\"createdAt\":\"yesterday\"}"));
		KaspiOrder order = kaspi.gateway.status("ORD-1");
		assertThat(order.qrData()).isNull();
		assertThat(order.paymentUrl()).isNull();
		assertThat(order.createdAt()).isNull();
	}

	@Test
	void idsMayBeNumbers() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerStatus("12345678901234567890", json(200,
				"\ufeff{\"orderId\":12345678901234567890,\"reference\":17,\"status\":\"INIT\",\"amount\":1}"));
		assertThat(kaspi.gateway.status("12345678901234567890").reference()).isEqualTo("17");
	}

	@Test
	void refundSendsAmountAndReason() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerRefund("ORD-1", json(200, "{\"refundId\":\"R-1\",\"status\":\"PARTIALLY_REFUNDED\"}"));
		var answer = kaspi.gateway.refund("ORD-1", KaspiRefundRequest.of(new BigDecimal("25000"), "Customer refused"));
		assertThat(answer.refundId()).isEqualTo("R-1");
		assertThat(answer.status()).isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
		assertThat(single(kaspi, ORDERS + "/ORD-1/refund").getBodyAsString())
			.isEqualTo("{\"amount\":{\"value\":25000,\"currency\":\"KZT\"},\"reason\":\"Customer refused\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "OK", "<html>done</html>", "[]", "null", "{\"refundId\":17,\"status\":{}}",
			"{\"refundId\":{},\"status\":\" \"}", "{" })
	void refundTakesAny2xxForSuccess(String body) {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerRefund("ORD-1", json(200, body));
		assertThat(kaspi.gateway.refund("ORD-1", KaspiRefundRequest.of(BigDecimal.ONE, "why")).status()).isNull();
		kaspi.answerRefund("ORD-1", json(200, body).withHeader("Content-Type", "text/plain"));
		assertThat(kaspi.gateway.refund("ORD-1", KaspiRefundRequest.of(BigDecimal.ONE, "why")).status()).isNull();
	}

	private static LoggedRequest single(KaspiPayFixture kaspi, String path) {
		return assertThat(kaspi.requests(anyRequestedFor(urlPathEqualTo(path)))).singleElement().actual();
	}

}
