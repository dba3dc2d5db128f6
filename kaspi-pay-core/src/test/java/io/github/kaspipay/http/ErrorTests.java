/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.kaspipay.KaspiApiException;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiMerchantBlockedException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.ordersapi.HttpTokenSource;
import io.github.kaspipay.ordersapi.ClientCredentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.github.kaspipay.KaspiPayFixture.ORDERS;
import static io.github.kaspipay.KaspiPayFixture.TOKEN;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Every row of the contract's error table, for every call.
 */
class ErrorTests {

	private static final String MAY_HAVE_HAPPENED = "; it may have happened: do not repeat it before its outcome is "
			+ "known (request id req-1)";

	private static final Map<String, Consumer<KaspiPayGateway>> CALLS = Map.of("create",
			(gateway) -> gateway.create(KaspiPayFixture.order("order_1", "25000")), "status",
			(gateway) -> gateway.status("ORD-1"), "refund",
			(gateway) -> gateway.refund("ORD-1", KaspiRefundRequest.of(BigDecimal.ONE, "why")));

	private static final List<Arguments> ROWS = List.of(
			Arguments.of(401, KaspiAuthenticationException.class, "kaspi.pay.client-secret", 2),
			Arguments.of(402, KaspiMerchantBlockedException.class, "support", 1),
			Arguments.of(404, KaspiOrderNotFoundException.class, "no such order", 1),
			Arguments.of(409, KaspiDuplicateOrderException.class, "UUID", 1),
			Arguments.of(429, KaspiRateLimitException.class, "Too many calls", 3),
			Arguments.of(400, KaspiInvalidRequestException.class, "(400)", 1),
			Arguments.of(403, KaspiInvalidRequestException.class, "(403)", 1),
			Arguments.of(422, KaspiInvalidRequestException.class, "(422)", 1),
			Arguments.of(413, KaspiInvalidRequestException.class, "(413)", 1));

	private KaspiPayFixture kaspi;

	@BeforeEach
	void createFixture() {
		this.kaspi = KaspiPayFixture.create();
	}

	@AfterEach
	void clearMdc() {
		MDC.clear();
	}

	static Stream<Arguments> rowsForEveryCall() {
		return CALLS.keySet().stream().sorted().flatMap((call) -> ROWS.stream().map((row) -> {
			Object[] values = row.get();
			return Arguments.of(call, values[0], values[1], values[2], values[3]);
		}));
	}

	@ParameterizedTest
	@MethodSource("rowsForEveryCall")
	void everyStatusHasItsException(String call, int status, Class<? extends KaspiApiException> type, String advice,
			int calls) {
		this.kaspi.answerOrders(json(status, "{\"code\":\"E-17\",\"message\":\"Merchant is\\nsad\",\"pan\":\"4400\"}")
			.withHeader("X-Request-Id", "req-1")
			.withHeader("Retry-After", "0"));
		KaspiApiException failure = catchThrowableOfType(type, () -> CALLS.get(call).accept(this.kaspi.gateway));
		assertThat(failure).isExactlyInstanceOf(type);
		assertThat(failure.getStatus()).isEqualTo(status);
		assertThat(failure.getCode()).isEqualTo("E-17");
		assertThat(failure.getRequestId()).isEqualTo("req-1");
		assertThat(failure).hasMessageContaining(advice)
			.hasMessageContaining("Merchant is sad")
			.hasMessageEndingWith("(code E-17) (request id req-1)");
		assertThat(MDC.get("kaspi.request_id")).isNull();
		assertThat(printed(failure)).doesNotContain("4400", "s3cr3t", "token-1", "token-2");
		assertThat(this.kaspi.count(anyRequestedFor(urlPathMatching(ORDERS + ".*")))).isEqualTo(calls);
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 502, 503, 504, 302, 304, 407, 408, 421, 425, 444, 460, 499 })
	void answerThatDoesNotSayWhatHappenedLeavesMoneyInDoubt(int status) {
		this.kaspi
			.answerOrders(json(status, "{\"code\":\"E-17\",\"message\":\"Sad\"}").withHeader("X-Request-Id", "req-1"));
		boolean hasBody = status != 304;
		for (String call : List.of("create", "refund")) {
			KaspiUnknownOutcomeException failure = catchThrowableOfType(KaspiUnknownOutcomeException.class,
					() -> CALLS.get(call).accept(this.kaspi.gateway));
			assertThat(failure).as(call).isNotNull();
			assertThat(failure.getRequestId()).isEqualTo("req-1");
			assertThat(failure).hasMessageContaining("(" + status + ")")
				.hasMessageEndingWith((hasBody ? ": Sad (code E-17)" : "in between") + MAY_HAVE_HAPPENED);
			assertThat(failure.getCause()).isInstanceOfSatisfying(KaspiServerException.class,
					(cause) -> assertThat(cause.getStatus()).isEqualTo(status));
		}
		assertThat(this.kaspi.creates()).isEqualTo(1);
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(1);
		KaspiServerException failure = catchThrowableOfType(KaspiServerException.class,
				() -> CALLS.get("status").accept(this.kaspi.gateway));
		assertThat(failure.getStatus()).isEqualTo(status);
		assertThat(failure.getRequestId()).isEqualTo("req-1");
		assertThat(this.kaspi.questions()).isEqualTo((status >= 500) ? 3 : 1);
	}

	@Test
	void proxyThatAsksForCredentialsIsNamed() {
		this.kaspi.answerOrders(json(407, ""));
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"))
			.withMessageContaining("A proxy asked for credentials (407): set kaspi.pay.proxy.username");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 402, 403, 404, 409, 413 })
	void pageOfSomethingInBetweenIsNoRefusal(int status) {
		this.kaspi.answerOrders(json(status, "\r\n <!DOCTYPE html><title>4400-1234</title>"));
		for (String call : List.of("create", "refund")) {
			assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
				.isThrownBy(() -> CALLS.get(call).accept(this.kaspi.gateway))
				.withMessageContaining("An HTML page (" + status + "): it is not Kaspi Pay's own answer")
				.satisfies((ex) -> assertThat(printed(ex)).doesNotContain("4400"));
		}
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"))
			.withMessageContaining("An HTML page (" + status + ")");
	}

	@Test
	void pageThatAnswersACreateIsNamed() {
		this.kaspi.answerOrders(json(200, "<html>Log in to the network</html>"));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> CALLS.get("create").accept(this.kaspi.gateway))
			.withMessageContaining("is an HTML page, not Kaspi Pay's own");
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 429 })
	void refusalsThatAnyoneMayGiveAreRefusalsAsAPageToo(int status) {
		this.kaspi.answerOrders(json(status, "<html>nginx</html>").withHeader("Retry-After", "0"));
		for (Consumer<KaspiPayGateway> call : CALLS.values()) {
			assertThatExceptionOfType(KaspiApiException.class).isThrownBy(() -> call.accept(this.kaspi.gateway))
				.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(status));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Request-Id", "Request-Id", "request_id", "x-request-id" })
	void requestIdIsReadFromAnyOfItsHeaders(String header) {
		this.kaspi.answerOrders(json(404, "{}").withHeader(header, "req-7"));
		assertThatExceptionOfType(KaspiOrderNotFoundException.class)
			.isThrownBy(() -> this.kaspi.gateway.status("ORD-1"))
			.satisfies((ex) -> assertThat(ex.getRequestId()).isEqualTo("req-7"))
			.withMessageEndingWith("(request id req-7)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"error\":\"invalid\",\"error_description\":\"Bad scope\"} | invalid | Bad scope",
					"{\"code\":17} | 17 | ", "{\"code\":{\"a\":1},\"message\":[]} | | ",
					"{\"message\":\"only\"} | | only", "not json | | ", "[1] | | ", "'' | | ",
					"{\"code\":\"A\",\"code\":\"B\"} | | ", "{\"code\":1e99999999999,\"message\":\"m\"} | | " })
	void codeAndMessageAreReadWhereTheyArePresent(String body, String code, String detail) {
		this.kaspi.answerOrders(json(400, body));
		KaspiInvalidRequestException failure = catchThrowableOfType(KaspiInvalidRequestException.class,
				() -> this.kaspi.gateway.create(KaspiPayFixture.order("r", "1")));
		assertThat(failure).isNotNull();
		assertThat(failure.getCode()).isEqualTo(code);
		assertThat(failure.getRequestId()).isNull();
		assertThat(failure).hasMessageStartingWith("Kaspi Pay refused the request (400)");
		if (detail != null) {
			assertThat(failure).hasMessageContaining(": " + detail);
		}
	}

	@Test
	void longTextInAnErrorIsCut() {
		this.kaspi.answerOrders(
				json(400, "{\"code\":\"" + "c".repeat(5000) + "\",\"message\":\"" + "m".repeat(5000) + "\"}"));
		assertThatExceptionOfType(KaspiInvalidRequestException.class)
			.isThrownBy(() -> this.kaspi.gateway.status("ORD-1"))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500));
	}

	@Test
	void requestIdIsGoneFromTheMdcAfterASuccess() {
		MDC.put("kaspi.request_id", "of-an-earlier-call");
		this.kaspi.answerStatus("ORD-1", json(200, "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":1}")
			.withHeader("X-Request-Id", "req-1"));
		this.kaspi.gateway.status("ORD-1");
		assertThat(MDC.get("kaspi.request_id")).isNull();
	}

	@Test
	void requestIdOfTheTokenCallIsNotTakenForTheOrders() {
		this.kaspi.stub(post(TOKEN).willReturn(
				json(200, "{\"access_token\":\"t\",\"expires_in\":3600}").withHeader("X-Request-Id", "req-of-token")));
		this.kaspi.answerStatus("ORD-1", json(200, "garbage"));
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"))
			.satisfies((ex) -> assertThat(ex.getRequestId()).isNull());
		assertThat(MDC.get("kaspi.request_id")).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 401, 500 })
	void requestIdOfATokenCallIsGoneFromTheMdcAfterIt(int status) {
		this.kaspi.stub(post(TOKEN).willReturn(
				json(status, "{\"access_token\":\"t\",\"expires_in\":3600}").withHeader("X-Request-Id", "req-1")));
		try {
			new HttpTokenSource(this.kaspi.transport, new ClientCredentials("client-1", "secret", "payment.orders"),
					this.kaspi.clock)
				.get();
		}
		catch (KaspiApiException ex) {
			assertThat(ex.getRequestId()).isEqualTo("req-1");
		}
		assertThat(MDC.get("kaspi.request_id")).isNull();
	}

	@Test
	void logLinesOfACallCarryItsRequestId() {
		this.kaspi.answerStatus("ORD-1", json(503, "{}").withHeader("X-Request-Id", "req-1"));
		Logger logger = (Logger) LoggerFactory.getLogger("io.github.kaspipay.http");
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		Level before = logger.getLevel();
		lines.start();
		logger.addAppender(lines);
		logger.setLevel(Level.DEBUG);
		try {
			assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"));
		}
		finally {
			logger.setLevel(before);
			logger.detachAppender(lines);
		}
		assertThat(lines.list).hasSizeGreaterThan(1)
			.allSatisfy((line) -> assertThat(line.getMDCPropertyMap()).containsEntry("kaspi.request_id", "req-1"));
	}

	@Test
	void aRequestIdThatCouldForgeALogLineIsIgnored() {
		this.kaspi.answerOrders(json(404, "{}").withHeader("X-Request-Id", "a b").withHeader("Request-Id", "req-2"));
		assertThatExceptionOfType(KaspiOrderNotFoundException.class)
			.isThrownBy(() -> this.kaspi.gateway.status("ORD-1"))
			.satisfies((ex) -> assertThat(ex.getRequestId()).isEqualTo("req-2"));
	}

	private static String printed(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
