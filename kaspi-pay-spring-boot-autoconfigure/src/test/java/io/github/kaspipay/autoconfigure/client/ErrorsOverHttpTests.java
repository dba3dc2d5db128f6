/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.client;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.stream.Stream;

import io.github.kaspipay.KaspiApiException;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiMerchantBlockedException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import com.github.tomakehurst.wiremock.http.Fault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Every row of the contract's table of errors, as an application sees it.
 */
class ErrorsOverHttpTests {

	private static final String BODY = "{\"error\":\"E-17\",\"error_description\":\"No luck\",\"iin\":\"990101300123\"}";

	private static final KaspiApiStub api = new KaspiApiStub();

	private ConfigurableApplicationContext application;

	private KaspiOrderService orders;

	@BeforeEach
	void start() {
		api.reset();
		start(api);
	}

	private void start(KaspiApiStub api) {
		String[] arguments = Stream.of(api.properties()).map((property) -> "--" + property).toArray(String[]::new);
		this.application = new SpringApplicationBuilder(ShopApplication.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "kaspi.pay.call-timeout=5s", "kaspi.pay.read-timeout=1s",
					ShopApplication.WITHOUT_SECURITY)
			.run(arguments);
		this.orders = this.application.getBean(KaspiOrderService.class);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@AfterAll
	static void stopApi() {
		api.close();
	}

	private KaspiOrderRequest order(String reference) {
		return KaspiOrderRequest.builder().amount(25000).reference(reference).build();
	}

	/**
	 * Status, exception, what the message says; calls of a creation and of a question.
	 */
	static Stream<Arguments> errors() {
		return Stream.of(arguments(401, KaspiAuthenticationException.class, "kaspi.pay.client-id", 2, 2),
				arguments(402, KaspiMerchantBlockedException.class, "contact Kaspi Pay support", 1, 1),
				arguments(404, KaspiOrderNotFoundException.class, "no such order", 1, 1),
				arguments(409, KaspiDuplicateOrderException.class, "unique reference, a UUID", 1, 1),
				arguments(429, KaspiRateLimitException.class, "Too many calls", 3, 3),
				arguments(400, KaspiInvalidRequestException.class, "refused the request", 1, 1),
				arguments(403, KaspiInvalidRequestException.class, "refused the request", 1, 1),
				arguments(422, KaspiInvalidRequestException.class, "refused the request", 1, 1),
				arguments(413, KaspiInvalidRequestException.class, "refused the request", 1, 1));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void everyErrorIsItsOwnException(int status, Class<? extends KaspiApiException> type, String hint,
			int creationCalls, int statusCalls) {
		api.creationAnswers(error(status).withHeader("Retry-After", "0"));
		api.orderAnswers("known", error(status).withHeader("Retry-After", "0"));
		assertError(() -> this.orders.create(order("failing")), status, type, hint);
		assertThat(api.creationCalls()).isEqualTo(creationCalls);
		assertThat(this.orders.findByReference("failing")).isEmpty();
		assertError(() -> this.orders.get("known"), status, type, hint);
		assertThat(api.statusCalls("known")).isEqualTo(statusCalls);
	}

	@ParameterizedTest
	@MethodSource("errors")
	void everyErrorOfARefundLeavesTheOrderPaid(int status, Class<? extends KaspiApiException> type, String hint,
			int calls) {
		api.order("paid", "PAID", "25000");
		api.refundAnswers("paid", error(status).withHeader("Retry-After", "0"));
		assertError(() -> this.orders.refund("paid", KaspiRefundRequest.of(BigDecimal.TEN, "Customer refused")), status,
				type, hint);
		assertThat(api.refundCalls()).isEqualTo(calls);
		assertThat(this.orders.get("paid")).satisfies((order) -> {
			assertThat(order.status()).isEqualTo(KaspiOrderStatus.PAID);
			assertThat(order.refundedAmount()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 503, 302, 407, 408 })
	void errorThatDoesNotSayWhatHappenedLeavesTheCreationAndTheRefundInDoubt(int status) {
		api.creationAnswers(error(status));
		api.order("paid", "PAID", "25000");
		api.refundAnswers("paid", error(status));
		assertInDoubt(() -> this.orders.create(order("in-doubt")));
		assertInDoubt(() -> this.orders.refund("paid", KaspiRefundRequest.of(BigDecimal.TEN, "Customer refused")));
		assertThat(api.creationCalls()).isEqualTo(1);
		assertThat(api.refundCalls()).isEqualTo(1);
		assertThat(this.orders.findByReference("in-doubt").orElseThrow().status()).isEqualTo(KaspiOrderStatus.UNKNOWN);
	}

	private static void assertInDoubt(ThrowingCallable call) {
		KaspiUnknownOutcomeException thrown = catchThrowableOfType(KaspiUnknownOutcomeException.class, call);
		assertThat(thrown).hasMessageContaining("No luck (code E-17); it may have happened")
			.hasMessageEndingWith("(request id req-42)");
		assertThat(thrown.getRequestId()).isEqualTo("req-42");
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 503, 302 })
	void errorOfAQuestionIsAServerError(int status) {
		api.orderAnswers("known", error(status));
		assertError(() -> this.orders.get("known"), status, KaspiServerException.class, "(" + status + ")");
		assertThat(api.statusCalls("known")).isEqualTo((status >= 500) ? 3 : 1);
	}

	private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder error(int status) {
		return KaspiApiStub.json(status, BODY).withHeader("X-Request-Id", "req-42");
	}

	private static void assertError(ThrowingCallable call, int status, Class<? extends KaspiApiException> type,
			String hint) {
		KaspiApiException thrown = catchThrowableOfType(type, call);
		assertThat(thrown).isExactlyInstanceOf(type)
			.hasMessageContaining(hint)
			.hasMessageContaining("No luck")
			.hasMessageEndingWith("(code E-17) (request id req-42)")
			.hasMessageNotContainingAny("990101300123", KaspiApiStub.CLIENT_SECRET, "a-token");
		assertThat(thrown.getStatus()).isEqualTo(status);
		assertThat(thrown.getCode()).isEqualTo("E-17");
		assertThat(thrown.getRequestId()).isEqualTo("req-42");
	}

	@Test
	void wrongCredentialsAreOneClearExceptionAfterOneCall() {
		api.tokenAnswers(error(401));
		assertError(() -> this.orders.create(order("no-token")), 401, KaspiAuthenticationException.class,
				"check kaspi.pay.client-id and kaspi.pay.client-secret");
		assertThat(api.tokenCalls()).isEqualTo(1);
		assertThat(api.calls()).isEqualTo(1);
		assertThat(this.orders.findByReference("no-token")).isEmpty();
	}

	@Test
	void refusedTokenIsReplacedOnceAndTheCallRepeatedOnce() {
		api.creationAnswers(error(401));
		assertError(() -> this.orders.create(order("refused-token")), 401, KaspiAuthenticationException.class, "401");
		assertThat(api.tokenCalls()).isEqualTo(2);
		assertThat(api.creationCalls()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Request-Id", "Request-Id", "request_id" })
	void requestIdIsReadFromAnyOfItsHeaders(String header) {
		api.creationAnswers(KaspiApiStub.json(402, "{}").withHeader(header, "req-7"));
		KaspiPayException thrown = catchThrowableOfType(KaspiPayException.class,
				() -> this.orders.create(order("request-id")));
		assertThat(thrown.getRequestId()).isEqualTo("req-7");
	}

	@Test
	void retryAfterBeyondTheCallsTimeIsHandedToTheCaller() {
		api.creationAnswers(error(429).withHeader("Retry-After", "60"));
		KaspiRateLimitException thrown = catchThrowableOfType(KaspiRateLimitException.class,
				() -> this.orders.create(order("limited")));
		assertThat(thrown.getRetryAfter()).isEqualTo(Duration.ofSeconds(60));
		assertThat(api.creationCalls()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "not json", "{}", "{\"orderId\":\"../x\",\"status\":\"INIT\"}", "{\"orderId\":\"x\"}", "[]" })
	void unreadableAnswerToACreationLeavesItInDoubtAndKeepsTheIntent(String body) {
		api.creationAnswers(KaspiApiStub.json(201, body));
		KaspiUnknownOutcomeException thrown = catchThrowableOfType(KaspiUnknownOutcomeException.class,
				() -> this.orders.create(order("unreadable")));
		assertThat(thrown).isNotNull();
		assertThat(this.orders.findByReference("unreadable").orElseThrow().status())
			.isEqualTo(KaspiOrderStatus.UNKNOWN);
		assertThat(api.creationCalls()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void creationWithoutAnAnswerIsNotRepeated(boolean reset) {
		api.creationAnswers(reset ? aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)
				: KaspiApiStub.json(201, "{}").withFixedDelay(2000));
		assertThat(
				catchThrowableOfType(KaspiUnknownOutcomeException.class, () -> this.orders.create(order("unanswered"))))
			.isNotNull();
		assertThat(api.creationCalls()).isEqualTo(1);
		assertThat(catchThrowableOfType(KaspiOperationInProgressException.class,
				() -> this.orders.create(order("unanswered"))))
			.isNotNull();
		assertThat(api.creationCalls()).isEqualTo(1);
	}

	@Test
	void apiThatIsAwayIsAConnectionError() {
		stop();
		KaspiApiStub away = new KaspiApiStub();
		start(away);
		away.close();
		KaspiConnectionException thrown = catchThrowableOfType(KaspiConnectionException.class,
				() -> this.orders.create(order("away")));
		assertThat(thrown).hasMessageContaining("nothing was sent").hasMessageContaining("kaspi.pay.base-url");
		assertThat(this.orders.findByReference("away")).isEmpty();
	}

}
