/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.kaspipay.ordersapi.HttpKaspiPayGateway;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.testsupport.FreePort;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.github.kaspipay.KaspiPayFixture.ORDERS;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is sent again, and above all what is not.
 */
class RepetitionTests {

	private static final String CREATED = "{\"orderId\":\"ORD-1\",\"status\":\"INIT\"}";

	private static final String PAID = "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":1}";

	private static final Map<String, Consumer<KaspiPayGateway>> POSTS = Map.of("create",
			(gateway) -> gateway.create(KaspiPayFixture.order("r", "1")), "refund",
			(gateway) -> gateway.refund("ORD-1", KaspiRefundRequest.of(BigDecimal.ONE, "why")));

	private KaspiPayFixture kaspi;

	@BeforeEach
	void createFixtureWithAToken() {
		this.kaspi = KaspiPayFixture.create((options) -> options.readTimeout = Duration.ofSeconds(1));
		this.kaspi.tokens.getToken();
	}

	@ParameterizedTest
	@EnumSource(names = { "CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE" })
	void brokenQuestionIsAskedAgain(Fault fault) {
		first(() -> get(ORDERS + "/ORD-1"), aResponse().withFault(fault), json(200, PAID));
		assertThat(this.kaspi.gateway.status("ORD-1").status()).isEqualTo(KaspiOrderStatus.PAID);
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 502, 503, 429 })
	void failedQuestionIsAskedAgain(int status) {
		first(() -> get(ORDERS + "/ORD-1"), json(status, "{}"), json(200, PAID));
		assertThat(this.kaspi.gateway.status("ORD-1").status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(this.kaspi.questions()).isEqualTo(2);
	}

	@Test
	void questionIsNotAskedForEver() {
		this.kaspi.answerStatus("ORD-1", json(503, "{}"));
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"));
		assertThat(this.kaspi.questions()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 503 })
	void retryAfterIsHonoured(int status) {
		first(() -> get(ORDERS + "/ORD-1"), json(status, "{}").withHeader("Retry-After", "1"), json(200, PAID));
		long started = System.nanoTime();
		this.kaspi.gateway.status("ORD-1");
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "60 | PT1M", "0 | PT0S", "soon | ", "-1 | ", "Wed, 21 Oct 2015 07:28:00 GMT | PT0S",
					"99999999999 | ", "3601 | PT1H", "86400 | PT1H", "86401 | ", "999999999 | ", "1000000000 | ",
					"9999999999 | ", "Sunday, 06-Nov-94 08:49:37 GMT | ", "Sun Nov  6 08:49:37 1994 | ",
					"Fri, 31 Dec 9999 23:59:59 GMT | ", "٦٠ | " })
	void retryAfterIsRead(String header, Duration wait) {
		org.springframework.http.HttpHeaders headers = new org.springframework.http.HttpHeaders();
		headers.set("Retry-After", header);
		assertThat(ErrorResponse.retryAfter(headers)).isEqualTo(wait);
	}

	@Test
	void retryAfterBeyondTheCallsTimeIsHandedToTheCaller() {
		this.kaspi.answerOrders(json(429, "{}").withHeader("Retry-After", "60"));
		for (Consumer<KaspiPayGateway> call : POSTS.values()) {
			assertThatExceptionOfType(KaspiRateLimitException.class).isThrownBy(() -> call.accept(this.kaspi.gateway))
				.satisfies((ex) -> assertThat(ex.getRetryAfter()).isBetween(Duration.ofSeconds(20),
						Duration.ofMinutes(1)));
		}
		assertThat(orderCalls()).as("the pause is everybody's").isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "create, CONNECTION_RESET_BY_PEER", "create, EMPTY_RESPONSE", "create, MALFORMED_RESPONSE_CHUNK",
			"create, RANDOM_DATA_THEN_CLOSE", "refund, CONNECTION_RESET_BY_PEER", "refund, EMPTY_RESPONSE",
			"refund, MALFORMED_RESPONSE_CHUNK", "refund, RANDOM_DATA_THEN_CLOSE" })
	void moneyIsNeverSentAgainAfterABrokenAnswer(String call, Fault fault) {
		this.kaspi.answerOrders(aResponse().withFault(fault));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> POSTS.get(call).accept(this.kaspi.gateway))
			.withMessageContaining("may have happened");
		assertThat(orderCalls()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "create", "refund" })
	void moneyIsNeverSentAgainAfterAReadTimeout(String call) {
		this.kaspi.answerOrders(json(201, CREATED).withFixedDelay(3000));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> POSTS.get(call).accept(this.kaspi.gateway));
		assertThat(orderCalls()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "create, 500", "create, 502", "create, 503", "refund, 500", "refund, 502", "refund, 503" })
	void moneyIsNeverSentAgainAfterAServerFailure(String call, int status) {
		this.kaspi.answerOrders(json(status, "{}").withHeader("Retry-After", "0"));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> POSTS.get(call).accept(this.kaspi.gateway))
			.withMessageContaining("(" + status + "); it may have happened");
		assertThat(orderCalls()).isEqualTo(1);
	}

	@Test
	void createRefusedForItsRateIsSentAgain() {
		first(() -> post(ORDERS), json(429, "{}"), json(201, CREATED));
		assertThat(this.kaspi.gateway.create(KaspiPayFixture.order("r", "1")).order().orderId()).isEqualTo("ORD-1");
		assertThat(this.kaspi.creates()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "create", "refund" })
	void refusedConnectionMeansNothingWasSent(String call) throws IOException {
		KaspiPayGateway unreachable = gatewayWithToken(URI.create("http://localhost:" + FreePort.find()));
		assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(() -> POSTS.get(call).accept(unreachable))
			.withMessageContaining("nothing was sent")
			.withMessageContaining("kaspi.pay.base-url");
	}

	@Test
	void unknownHostMeansNothingWasSent() {
		KaspiPayGateway unreachable = gatewayWithToken(URI.create("https://no-such-host.invalid"));
		assertThatExceptionOfType(KaspiConnectionException.class)
			.isThrownBy(() -> POSTS.get("create").accept(unreachable))
			.withMessageContaining("nothing was sent");
	}

	@Test
	void interruptBeforeTheCallMeansNothingWasSent() {
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(KaspiConnectionException.class)
				.isThrownBy(() -> POSTS.get("create").accept(this.kaspi.gateway))
				.withMessageContaining("nothing was sent");
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
		assertThat(orderCalls()).isZero();
	}

	@Test
	void interruptEndsTheCallAndStaysSet() throws Exception {
		this.kaspi.answerOrders(json(201, CREATED).withFixedDelay(9000));
		FutureTask<Boolean> call = new FutureTask<>(() -> {
			assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
				.isThrownBy(() -> POSTS.get("create").accept(this.kaspi.gateway));
			return Thread.currentThread().isInterrupted();
		});
		Thread caller = new Thread(call);
		caller.start();
		while (orderCalls() == 0) {
			assertThat(call.isDone()).isFalse();
			Thread.onSpinWait();
		}
		caller.interrupt();
		assertThat(call.get(30, TimeUnit.SECONDS)).isTrue();
	}

	private int orderCalls() {
		return this.kaspi.count(anyRequestedFor(urlPathMatching(ORDERS + ".*")));
	}

	private void first(Supplier<MappingBuilder> call, ResponseDefinitionBuilder first, ResponseDefinitionBuilder then) {
		this.kaspi.stub(call.get()
			.inScenario("repeat")
			.whenScenarioStateIs(Scenario.STARTED)
			.willReturn(first)
			.willSetStateTo("then"));
		this.kaspi
			.stub(call.get().inScenario("repeat").whenScenarioStateIs("then").willReturn(then).willSetStateTo("then"));
	}

	private static KaspiPayGateway gatewayWithToken(URI baseUrl) {
		KaspiHttpSettings settings = new KaspiHttpSettings(baseUrl, Duration.ofSeconds(1), Duration.ofSeconds(1),
				Duration.ofSeconds(2));
		KaspiHttpTransport transport = new KaspiHttpTransport(settings, KaspiPayFixture.unlimited());
		return new HttpKaspiPayGateway(transport, new OneToken(), "MERCHANT123",
				() -> new HttpKaspiPayGateway.OrderDefaults(null, null, null), null);
	}

	private static final class OneToken implements KaspiTokenProvider {

		@Override
		public KaspiAccessToken getToken() {
			return new KaspiAccessToken("token", java.time.Instant.MAX);
		}

		@Override
		public void invalidate(KaspiAccessToken token) {
		}

	}

}
