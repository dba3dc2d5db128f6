/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.kaspipay.simulator.journal.RecordedRequest;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for orders: creating, showing, paying, refunding and running out of time.
 */
class OrderTests {

	private static final Instant NOW = Instant.parse("2026-05-09T16:20:00.25Z");

	@AutoClose
	private KaspiPaySimulator simulator;

	private ApiClient client;

	@BeforeEach
	void setUp() {
		this.simulator = KaspiPaySimulator.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).start();
		this.client = new ApiClient(this.simulator).authorize();
	}

	@Test
	void createsOrder() {
		HttpResponse<String> response = this.client
			.create(ApiClient.orderBody("order_1", "25000", URI.create("https://shop.example/webhook")));
		assertThat(response.statusCode()).isEqualTo(201);
		String orderId = ApiClient.json(response).get("orderId").stringValue();
		assertThat(orderId).matches("ORD-2026-05-09-[0-9a-z]{6}-001");
		String qrData = String.format(Locale.ROOT, "0003KSP2625%s5303398540525000", orderId);
		assertThat(response.body()).isEqualTo(String.format(Locale.ROOT,
				"{\"orderId\":\"%1$s\",\"status\":\"INIT\",\"qrData\":\"%2$s\",\"paymentUrl\":\"%3$s/phone?order=%1$s\",\"expiresAt\":\"2026-05-09T16:35:00Z\"}",
				orderId, qrData, this.simulator.baseUrl()));
		assertThat(this.simulator.order(orderId))
			.hasValue(new SimulatedOrder(orderId, "order_1", "INIT", new BigDecimal("25000"), BigDecimal.ZERO,
					"Payment", URI.create("https://shop.example/webhook"), URI.create("https://shop.example/thanks"),
					qrData, URI.create(this.simulator.baseUrl() + "/phone?order=" + orderId),
					Instant.parse("2026-05-09T16:20:00Z"), Instant.parse("2026-05-09T16:35:00Z"), null));
	}

	@Test
	void idsAreNotThoseOfAnEarlierRun() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		try (KaspiPaySimulator later = KaspiPaySimulator.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)).start()) {
			assertThat(new ApiClient(later).authorize().created(ApiClient.orderBody("order_1", "25000")))
				.isNotEqualTo(orderId);
		}
	}

	@Test
	void everyLocaleWritesTheSame() {
		Locale locale = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
		try {
			assertWritesAsciiOnly();
		}
		finally {
			Locale.setDefault(locale);
		}
	}

	private void assertWritesAsciiOnly() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		assertThat(orderId).matches("[A-Za-z0-9_-]{1,64}");
		this.simulator.pay(orderId);
		assertThat(this.simulator.order(orderId).orElseThrow().qrData()).matches("\\p{ASCII}+");
		assertThat(this.client.get("/simulator").headers().firstValue("ETag").orElseThrow()).matches("\"[0-9]+\"");
		assertThat(this.simulator.requests().toString()).matches("\\p{ASCII}+");
	}

	@Test
	void listsOrdersNewestFirst() {
		String first = this.client.created(ApiClient.orderBody("order_1", "1"));
		String second = this.client.created(ApiClient.orderBody("order_2", "2"));
		assertThat(second).endsWith("-002");
		assertThat(this.simulator.orders()).extracting(SimulatedOrder::orderId).containsExactly(second, first);
	}

	@Test
	void showsStatus() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "1234.50"));
		assertThat(this.client.status(orderId).body()).isEqualTo(String.format(Locale.ROOT,
				"{\"orderId\":\"%s\",\"status\":\"INIT\",\"amount\":1234.5,\"createdAt\":\"2026-05-09T16:20:00Z\"}",
				orderId));
		this.simulator.advance(Duration.ofSeconds(195));
		this.simulator.pay(orderId);
		assertThat(this.client.status(orderId).body()).isEqualTo(String.format(Locale.ROOT,
				"{\"orderId\":\"%s\",\"status\":\"PAID\",\"amount\":1234.5,\"createdAt\":\"2026-05-09T16:20:00Z\",\"paidAt\":\"2026-05-09T16:23:15Z\"}",
				orderId));
	}

	@ParameterizedTest
	@CsvSource({ "25000,25000", "25000.00,25000", "2.5e4,25000", "0.01,0.01", "1234.50,1234.5", "100,100",
			"9999999999999.99,9999999999999.99" })
	void writesAmountsPlainly(String sent, String written) {
		String orderId = this.client.created(ApiClient.orderBody("order_1", sent));
		assertThat(this.client.status(orderId).body()).contains("\"amount\":" + written + ",");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "0.001", "\"25000\"", "null", "true", "10000000000000", "1e400", "1e-400",
			"{\"value\":1}" })
	void refusesAmount(String value) {
		HttpResponse<String> response = this.client.create(ApiClient.orderBody("order_1", value));
		assertError(response, 400, "INVALID_REQUEST");
		assertThat(ApiClient.json(response).get("message").stringValue()).contains("amount");
		assertThat(this.simulator.orders()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"currency":"KZT"       | "currency":"USD"              | 400 | UNSUPPORTED_CURRENCY
			"currency":"KZT"       | "currency":398                | 400 | INVALID_REQUEST
			,"currency":"KZT"      | ''                            | 400 | UNSUPPORTED_CURRENCY
			"amount"               | "sum"                         | 400 | INVALID_REQUEST
			"MERCHANT123"          | "MERCHANT124"                 | 403 | MERCHANT_MISMATCH
			"MERCHANT123"          | 123                           | 400 | INVALID_REQUEST
			"order_1"              | " "                           | 400 | INVALID_REQUEST
			"order_1"              | null                          | 400 | INVALID_REQUEST
			"order_1"              | "\\ud800"                     | 400 | INVALID_REQUEST
			"Payment"              | 5                             | 400 | INVALID_REQUEST
			"ru"                   | ["ru"]                        | 400 | INVALID_REQUEST
			https://a.example/hook | http://a.example/hook         | 400 | INVALID_REQUEST
			https://a.example/hook | http://127.0.0.1.evil.example | 400 | INVALID_REQUEST
			https://a.example/hook | /hook                         | 400 | INVALID_REQUEST
			https://a.example/hook | https:hook                    | 400 | INVALID_REQUEST
			https://a.example/hook | ftp://localhost/hook          | 400 | INVALID_REQUEST
			https://a.example/hook | not a url                     | 400 | INVALID_REQUEST
			https://shop.example/thanks | javascript:alert(1)      | 400 | INVALID_REQUEST
			"language"             | "reference"                   | 400 | MALFORMED_JSON
			{"merchant"            | {"merchant                    | 400 | MALFORMED_JSON
			"ru"}                  | "ru"} x                       | 400 | MALFORMED_JSON
			""")
	void refusesRequest(String part, String replacement, int status, String code) {
		String body = ApiClient.orderBody("order_1", "25000", URI.create("https://a.example/hook"));
		assertThat(body).contains(part);
		assertError(this.client.create(body.replace(part, replacement)), status, code);
		assertThat(this.simulator.orders()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://shop.example/hook", "http://localhost:8080/hook", "http://127.0.0.1/hook",
			"http://[::1]:8080/hook" })
	void acceptsCallbackUrl(String url) {
		assertThat(this.client.create(ApiClient.orderBody("order_1", "1", URI.create(url))).statusCode())
			.isEqualTo(201);
	}

	@Test
	void refusesOtherBodies() {
		assertError(this.client.create("[]"), 400, "MALFORMED_JSON");
		assertError(this.client.create(""), 400, "MALFORMED_JSON");
		String token = ApiClient.json(this.client.token()).get("access_token").stringValue();
		assertError(
				this.client.send(this.client.request("/payment/orders")
					.header("Authorization", "Bearer " + token)
					.header("Content-Type", "text/plain")
					.POST(BodyPublishers.ofString(ApiClient.orderBody("order_1", "1")))),
				415, "UNSUPPORTED_MEDIA_TYPE");
	}

	@Test
	void referenceCanBeUsedOnlyOnce() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		assertError(this.client.create(ApiClient.orderBody("order_1", "25000")), 409, "DUPLICATE_REFERENCE");
		this.simulator.cancel(orderId);
		assertError(this.client.create(ApiClient.orderBody("order_1", "1")), 409, "DUPLICATE_REFERENCE");
		assertThat(this.simulator.orders()).hasSize(1);
	}

	@Test
	void blockedMerchantCannotCreateOrders() {
		this.simulator.blockMerchant(true);
		assertError(this.client.create(ApiClient.orderBody("order_1", "25000")), 402, "MERCHANT_BLOCKED");
		this.simulator.blockMerchant(false);
		assertThat(this.client.create(ApiClient.orderBody("order_1", "25000")).statusCode()).isEqualTo(201);
	}

	@Test
	void unknownThingsAreNotFound() {
		assertError(this.client.status("ORD-1"), 404, "ORDER_NOT_FOUND");
		assertError(this.client.refund("ORD-1", "1"), 404, "ORDER_NOT_FOUND");
		assertError(this.client.get("/payment/orders/ORD-1/receipt"), 404, "NOT_FOUND");
		assertError(this.client.get("/elsewhere"), 404, "NOT_FOUND");
		assertError(this.client.get("/payment/orders"), 405, "METHOD_NOT_ALLOWED");
		assertError(this.client.post("/payment/orders/ORD-1", "{}"), 405, "METHOD_NOT_ALLOWED");
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> this.simulator.pay("ORD-1"));
	}

	@Test
	void everyAnswerHasItsOwnRequestId() {
		this.client.status("ORD-1");
		this.client.create("{}");
		List<RecordedRequest> requests = this.simulator.requests();
		assertThat(requests).extracting(
				(request) -> String.format(Locale.ROOT, "%s %s %d", request.method(), request.path(), request.status()))
			.containsExactly("POST /oauth/token 200", "GET /payment/orders/ORD-1 404", "POST /payment/orders 400");
		assertThat(requests).extracting(RecordedRequest::requestId).doesNotContainNull().doesNotHaveDuplicates();
		assertThat(requests).extracting(RecordedRequest::time).containsOnly(NOW);
	}

	@Test
	void expiresAfterFifteenMinutesAndIsCancelledAfterThirty() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		this.simulator.advance(Duration.ofMinutes(14).plusSeconds(59));
		assertThat(status(orderId)).isEqualTo("INIT");
		this.simulator.advance(Duration.ofSeconds(1));
		assertThat(status(orderId)).isEqualTo("EXPIRED");
		this.simulator.advance(Duration.ofMinutes(14).plusSeconds(59));
		assertThat(status(orderId)).isEqualTo("EXPIRED");
		this.simulator.advance(Duration.ofSeconds(1));
		assertThat(status(orderId)).isEqualTo("CANCELLED");
	}

	@Test
	void paidOrderNeitherExpiresNorIsCancelled() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		this.simulator.pay(orderId);
		this.simulator.advance(Duration.ofDays(1));
		assertThat(status(orderId)).isEqualTo("PAID");
	}

	@Test
	void onlyInitCanBePaid() {
		for (String status : List.of("PAID", "CANCELLED", "EXPIRED", "PARTIALLY_REFUNDED", "REFUNDED", "ON_HOLD")) {
			String orderId = this.client.created(ApiClient.orderBody("order_" + status, "25000"));
			this.simulator.forceStatus(orderId, status);
			assertThatIllegalStateException().isThrownBy(() -> this.simulator.pay(orderId))
				.withMessageContaining(orderId)
				.withMessageContaining(status);
			assertThat(status(orderId)).isEqualTo(status);
		}
	}

	@Test
	void canBePaidLate() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		assertThatIllegalStateException().isThrownBy(() -> this.simulator.payLate(orderId));
		this.simulator.expire(orderId);
		assertThatIllegalStateException().isThrownBy(() -> this.simulator.expire(orderId));
		assertThat(this.simulator.cancel(orderId).status()).isEqualTo("CANCELLED");
		assertThatIllegalStateException().isThrownBy(() -> this.simulator.cancel(orderId));
		SimulatedOrder paid = this.simulator.payLate(orderId);
		assertThat(paid.status()).isEqualTo("PAID");
		assertThat(paid.paidAt()).isEqualTo("2026-05-09T16:20:00Z");
	}

	@Test
	void canBePaidWithAnotherAmount() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "1000"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.simulator.payOther(orderId, BigDecimal.ZERO));
		SimulatedOrder paid = this.simulator.payOther(orderId, new BigDecimal("900.50"));
		assertThat(paid.status()).isEqualTo("PAID");
		assertThat(paid.amount()).isEqualTo("900.5");
		assertThat(this.client.status(orderId).body()).contains("\"amount\":900.5,");
		assertThatIllegalStateException().isThrownBy(() -> this.simulator.payOther(orderId, BigDecimal.ONE));
		assertError(this.client.refund(orderId, "1000"), 422, "REFUND_EXCEEDS_AMOUNT");
		assertThat(this.simulator.refund(orderId, new BigDecimal("900.5")).status()).isEqualTo("REFUNDED");
	}

	@Test
	void canBePaidAtAnotherTime() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "1000"));
		this.simulator.payAt(orderId, Instant.parse("2025-01-01T00:00:00Z"));
		assertThat(this.client.status(orderId).body()).contains("\"status\":\"PAID\"")
			.contains("\"paidAt\":\"2025-01-01T00:00:00Z\"");
		assertError(this.client.refund(orderId, "1"), 422, "REFUND_PERIOD_OVER");
	}

	@Test
	void refundsInParts() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "1000"));
		this.simulator.pay(orderId);
		HttpResponse<String> first = this.client.refund(orderId, "400.50");
		assertThat(first.statusCode()).isEqualTo(200);
		assertThat(first.body()).matches(
				"\\{\"refundId\":\"REF-[0-9a-f-]{36}\",\"status\":\"PARTIALLY_REFUNDED\",\"amount\":\\{\"value\":400.5,\"currency\":\"KZT\"}}");
		assertError(this.client.refund(orderId, "599.51"), 422, "REFUND_EXCEEDS_AMOUNT");
		HttpResponse<String> second = this.client.refund(orderId, "599.5");
		assertThat(ApiClient.json(second).get("status").stringValue()).isEqualTo("REFUNDED");
		assertThat(this.simulator.order(orderId)).hasValueSatisfying((order) -> {
			assertThat(order.status()).isEqualTo("REFUNDED");
			assertThat(order.refundedAmount()).isEqualTo("1000");
		});
		assertError(this.client.refund(orderId, "0.01"), 422, "ORDER_NOT_REFUNDABLE");
	}

	@Test
	void refusesRefundOfUnpaidOrder() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "1000"));
		assertError(this.client.refund(orderId, "1000"), 422, "ORDER_NOT_REFUNDABLE");
		assertThatIllegalStateException().isThrownBy(() -> this.simulator.refund(orderId, BigDecimal.ONE));
	}

	@Test
	void refusesWrongRefundRequests() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "1000"));
		this.simulator.pay(orderId);
		String path = "/payment/orders/" + orderId + "/refund";
		assertError(this.client.refund(orderId, "0"), 400, "INVALID_REQUEST");
		assertError(this.client.refund(orderId, "0.001"), 400, "INVALID_REQUEST");
		assertError(this.client.refund(orderId, "1000.01"), 422, "REFUND_EXCEEDS_AMOUNT");
		assertError(this.client.post(path, "{\"amount\":{\"value\":1,\"currency\":\"USD\"}}"), 400,
				"UNSUPPORTED_CURRENCY");
		assertError(this.client.post(path, "{\"amount\":1}"), 400, "INVALID_REQUEST");
		assertError(this.client.post(path, "{"), 400, "MALFORMED_JSON");
		assertThatIllegalArgumentException().isThrownBy(() -> this.simulator.refund(orderId, BigDecimal.ZERO));
		assertThat(status(orderId)).isEqualTo("PAID");
	}

	@Test
	void refundsFor180Days() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "1000"));
		this.simulator.pay(orderId);
		this.simulator.advance(Duration.ofDays(180));
		this.client.authorize();
		assertThat(this.client.refund(orderId, "1").statusCode()).isEqualTo(200);
		this.simulator.advance(Duration.ofSeconds(1));
		assertError(this.client.refund(orderId, "1"), 422, "REFUND_PERIOD_OVER");
	}

	@Test
	void refundsByDashboard() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "1000"));
		this.simulator.pay(orderId);
		assertThat(this.simulator.refund(orderId, new BigDecimal("1000.00")).status()).isEqualTo("REFUNDED");
	}

	@Test
	void exactlyOneWinsWhenPaymentAndCancellationRace() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			for (int round = 0; round < 200; round++) {
				String orderId = this.client.created(ApiClient.orderBody("order_" + round, "1000"));
				List<Callable<Boolean>> attempts = new ArrayList<>();
				IntStream.range(0, 4).forEach((i) -> {
					attempts.add(() -> succeeds(() -> this.simulator.pay(orderId)));
					attempts.add(() -> succeeds(() -> this.simulator.cancel(orderId)));
				});
				int winners = 0;
				for (Future<Boolean> attempt : executor.invokeAll(attempts)) {
					winners += attempt.get() ? 1 : 0;
				}
				assertThat(winners).isOne();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void parallelRefundsNeverExceedTheAmount() throws Exception {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "1000"));
		this.simulator.pay(orderId);
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Callable<Integer>> refunds = new ArrayList<>();
			IntStream.range(0, 20).forEach((i) -> refunds.add(() -> this.client.refund(orderId, "100").statusCode()));
			List<Integer> statuses = new ArrayList<>();
			for (Future<Integer> refund : executor.invokeAll(refunds)) {
				statuses.add(refund.get());
			}
			assertThat(statuses).filteredOn((status) -> status == 200).hasSize(10);
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(status(orderId)).isEqualTo("REFUNDED");
	}

	@Test
	void resetForgetsOrdersButNeverGivesAnIdTwice() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "1000"));
		this.simulator.advance(Duration.ofMinutes(5));
		this.simulator.reset();
		assertThat(this.simulator.orders()).isEmpty();
		assertThat(this.simulator.requests()).isEmpty();
		assertThat(this.simulator.clock().instant()).isEqualTo(NOW);
		assertThat(this.client.status(orderId).statusCode()).isEqualTo(401);
		assertThat(this.client.authorize().created(ApiClient.orderBody("order_1", "1000")))
			.isEqualTo(orderId.replace("-001", "-002"));
	}

	@Test
	void clockCannotBeTurnedBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.simulator.advance(Duration.ofSeconds(-1)));
	}

	private String status(String orderId) {
		this.client.authorize();
		return ApiClient.json(this.client.status(orderId)).get("status").stringValue();
	}

	private static boolean succeeds(Runnable action) {
		try {
			action.run();
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	private static void assertError(HttpResponse<String> response, int status, String code) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(ApiClient.json(response).get("code").stringValue()).isEqualTo(code);
		assertThat(ApiClient.json(response).get("message").stringValue()).isNotBlank();
		assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
	}

}
