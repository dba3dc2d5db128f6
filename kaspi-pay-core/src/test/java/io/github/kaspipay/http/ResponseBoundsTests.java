/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.net.URI;
import java.time.Duration;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.ordersapi.ClientCredentials;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.kaspipay.KaspiPayFixture.TOKEN;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Answers that are too late, too long, elsewhere or nonsense, and an application's own
 * client that would have it otherwise.
 */
class ResponseBoundsTests {

	private static final String CREATED = "{\"orderId\":\"ORD-1\",\"status\":\"INIT\"}";

	private static final Duration GENEROUS = Duration.ofSeconds(4);

	@Test
	void wholeCallIsOverInItsTimeThoughEveryAnswerIsSlow() {
		KaspiPayFixture kaspi = KaspiPayFixture.create((options) -> {
			options.readTimeout = Duration.ofMillis(700);
			options.callTimeout = Duration.ofSeconds(1);
		});
		kaspi.stub(
				post(TOKEN).willReturn(json(200, "{\"access_token\":\"t\",\"expires_in\":3600}").withFixedDelay(500)));
		kaspi.answerOrders(json(200, CREATED).withFixedDelay(10_000));
		assertThat(timeOf(() -> kaspi.gateway.status("ORD-1"), KaspiConnectionException.class)).isLessThan(GENEROUS);
		assertThat(
				timeOf(() -> kaspi.gateway.create(KaspiPayFixture.order("r", "1")), KaspiUnknownOutcomeException.class))
			.isLessThan(GENEROUS);
	}

	@Test
	void tokenThatNeverComesMeansNothingWasSent() {
		KaspiPayFixture kaspi = KaspiPayFixture.create((options) -> options.callTimeout = Duration.ofMillis(500));
		kaspi.stub(post(TOKEN).willReturn(json(200, "{}").withFixedDelay(10_000)));
		assertThat(timeOf(() -> kaspi.gateway.create(KaspiPayFixture.order("r", "1")), KaspiConnectionException.class))
			.isLessThan(GENEROUS);
		assertThat(kaspi.creates()).isZero();
	}

	@Test
	void answerThatDribblesInIsCutOff() {
		KaspiPayFixture kaspi = KaspiPayFixture.create((options) -> options.callTimeout = Duration.ofMillis(500));
		kaspi.answerOrders(json(201, CREATED).withChunkedDribbleDelay(20, 20_000));
		assertThat(
				timeOf(() -> kaspi.gateway.create(KaspiPayFixture.order("r", "1")), KaspiUnknownOutcomeException.class))
			.isLessThan(GENEROUS);
		assertThat(timeOf(() -> kaspi.gateway.status("ORD-1"), KaspiConnectionException.class)).isLessThan(GENEROUS);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 307, 308 })
	void redirectIsNotFollowed(int status) {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.stub(get("/elsewhere").willReturn(json(200, CREATED)));
		kaspi.stub(post("/elsewhere").willReturn(json(201, CREATED)));
		kaspi.answerOrders(json(status, "").withHeader("Location", "/elsewhere"));
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> kaspi.gateway.status("ORD-1"))
			.withMessageContaining("redirect (" + status + ")")
			.withMessageContaining("not Kaspi Pay's own answer");
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> kaspi.gateway.create(KaspiPayFixture.order("r", "1")))
			.withMessageContaining("redirect (" + status + ")");
		assertThat(kaspi.count(anyRequestedFor(urlPathEqualTo("/elsewhere")))).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 400, 409 })
	void answerOfMoreThanOneMebibyteIsRefused(int status) {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerOrders(json(status, CREATED.replace("}", ",\"pad\":\"" + "x".repeat(1024 * 1024) + "\"}"))
			.withHeader("X-Request-Id", "req-1"));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> kaspi.gateway.create(KaspiPayFixture.order("r", "1")))
			.withMessageContaining("longer than 1048576 bytes")
			.withMessageEndingWith("(request id req-1)")
			.satisfies((ex) -> assertThat(ex.getRequestId()).isEqualTo("req-1"));
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> kaspi.gateway.status("ORD-1"))
			.withMessageContaining("longer than 1048576 bytes");
		assertThat(kaspi.creates()).isEqualTo(1);
	}

	@Test
	void answerOfOneMebibyteIsRead() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		String start = "{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"pad\":\"";
		kaspi.answerOrders(json(201, start + "x".repeat(1024 * 1024 - start.length() - 2) + "\"}"));
		assertThat(kaspi.gateway.create(KaspiPayFixture.order("r", "1")).order().orderId()).isEqualTo("ORD-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "4400-1234 is no JSON", "<html>4400-1234</html>", "[]", "null", "\"4400-1234\"",
			"{\"status\":\"INIT\",\"amount\":1}", "{\"orderId\":\"ORD-1\",\"amount\":1}",
			"{\"orderId\":\"ORD-1\",\"status\":\"\",\"amount\":1}",
			"{\"orderId\":\"../4400-1234\",\"status\":\"INIT\",\"amount\":1}",
			"{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"amount\":\"4400-1234\"}",
			"{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"amount\":-1}",
			"{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"amount\":1e99999999999}",
			"{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"amount\":{\"value\":1,\"currency\":\"USD\"}}",
			"{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"status\":\"PAID\",\"amount\":1}",
			"{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"amount\":1} {}" })
	void unusableAnswerIsAFailureThatDoesNotQuoteIt(String body) {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerOrders(json(200, body).withHeader("X-Request-Id", "req-1"));
		assertUnusable(KaspiUnknownOutcomeException.class, () -> kaspi.gateway.create(KaspiPayFixture.order("r", "1")));
		assertUnusable(KaspiServerException.class, () -> kaspi.gateway.status("ORD-1"));
		assertThat(kaspi.creates()).isEqualTo(1);
	}

	private static void assertUnusable(Class<? extends KaspiPayException> type, ThrowingCallable call) {
		assertThatExceptionOfType(type).isThrownBy(call).withMessageEndingWith("(request id req-1)").satisfies((ex) -> {
			assertThat(ex.getRequestId()).isEqualTo("req-1");
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				assertThat(cause.toString()).doesNotContain("4400-1234");
			}
		});
	}

	@Test
	void answerAboutAnotherOrderIsNotBelieved() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerStatus("ORD-1", json(200, "{\"orderId\":\"ORD-2\",\"status\":\"PAID\",\"amount\":1}"));
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> kaspi.gateway.status("ORD-1"))
			.withMessageContaining("orderId");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "text/plain", "application/octet-stream" })
	void contentTypeOfTheAnswerDoesNotMatter(String contentType) {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		kaspi.answerOrders(json(201, CREATED).withHeader("Content-Type", contentType));
		assertThat(kaspi.gateway.create(KaspiPayFixture.order("r", "1")).order().orderId()).isEqualTo("ORD-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../admin", "ORD 1", "ORD/1", "ORD-1?x=y", "ЗАКАЗ" })
	void malformedOrderIdIsNotSent(String orderId) {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		assertThatIllegalArgumentException().isThrownBy(() -> kaspi.service.get(orderId))
			.withMessageContaining("orderId");
		assertThat(kaspi.count(anyRequestedFor(anyUrl()))).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://api.kaspipay.kz", "ftp://localhost", "//api.kaspipay.kz", "https:///path" })
	void baseUrlIsTlsOrLoopback(String baseUrl) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new KaspiHttpSettings(URI.create(baseUrl), GENEROUS, GENEROUS, GENEROUS))
			.withMessageContaining("baseUrl");
	}

	@Test
	void secretsAreNotPrinted() {
		assertThat(new ClientCredentials("client-1", "s3cr3t", "scope").toString()).doesNotContain("s3cr3t");
		assertThat(new KaspiHttpProxy("proxy.example", 3128, "user", "s3cr3t").toString()).doesNotContain("s3cr3t");
	}

	private static Duration timeOf(ThrowingCallable call, Class<? extends KaspiPayException> failure) {
		long started = System.nanoTime();
		assertThatExceptionOfType(failure).isThrownBy(call);
		return Duration.ofNanos(System.nanoTime() - started);
	}

}
