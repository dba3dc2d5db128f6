/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.math.BigDecimal;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static io.github.kaspipay.KaspiPayFixture.ORDERS;
import static io.github.kaspipay.KaspiPayFixture.TOKEN;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of a refused token and of refused credentials, counted call by call.
 */
class AuthenticationTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@Test
	void nothingIsSentBeforeThereIsSomethingToAsk() {
		assertThat(this.kaspi.tokenCalls()).isZero();
	}

	@Test
	void oneTokenServesManyCalls() {
		this.kaspi.answerStatus("ORD-1", "PAID", "1");
		for (int i = 0; i < 5; i++) {
			this.kaspi.gateway.status("ORD-1");
		}
		assertThat(this.kaspi.tokenCalls()).isEqualTo(1);
	}

	@Test
	void refusedTokenIsReplacedOnce() {
		tokens("old", "fresh");
		this.kaspi.stub(post(ORDERS).willReturn(json(401, "{}")));
		this.kaspi.stub(post(ORDERS).withHeader("Authorization", equalTo("Bearer fresh"))
			.willReturn(json(201, "{\"orderId\":\"ORD-1\",\"status\":\"INIT\"}")));
		assertThat(this.kaspi.gateway.create(KaspiPayFixture.order("r", "1")).order().status())
			.isEqualTo(KaspiOrderStatus.INIT);
		assertThat(this.kaspi.tokenCalls()).isEqualTo(2);
		assertThat(this.kaspi.creates()).isEqualTo(2);
	}

	@Test
	void freshTokenIsKeptForTheNextCall() {
		tokens("old", "fresh");
		this.kaspi.stub(get(ORDERS + "/ORD-1").willReturn(json(401, "{}")));
		this.kaspi.stub(get(ORDERS + "/ORD-1").withHeader("Authorization", equalTo("Bearer fresh"))
			.willReturn(json(200, "{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"amount\":1}")));
		this.kaspi.gateway.status("ORD-1");
		this.kaspi.gateway.status("ORD-1");
		assertThat(this.kaspi.tokenCalls()).isEqualTo(2);
		assertThat(this.kaspi.questions()).isEqualTo(3);
	}

	@Test
	void secondRefusalIsFinal() {
		this.kaspi.answerOrders(json(401, "{}"));
		assertThatExceptionOfType(KaspiAuthenticationException.class)
			.isThrownBy(() -> this.kaspi.gateway.refund("ORD-1", KaspiRefundRequest.of(BigDecimal.ONE, "why")))
			.withMessageContaining("kaspi.pay.client-id")
			.withMessageContaining("kaspi.pay.client-secret");
		assertThat(this.kaspi.tokenCalls()).isEqualTo(2);
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(2);
	}

	@Test
	void refusedCredentialsAreAskedForOnce() {
		this.kaspi.stub(post(TOKEN)
			.willReturn(json(401, "{\"error\":\"invalid_client\"}").withHeader("X-Request-Id", "req-1")));
		assertThatExceptionOfType(KaspiAuthenticationException.class)
			.isThrownBy(() -> this.kaspi.gateway.status("ORD-1"))
			.withMessageContaining("kaspi.pay.client-id")
			.withMessageContaining("kaspi.pay.client-secret")
			.withMessageEndingWith("(code invalid_client) (request id req-1)")
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("s3cr3t"));
		assertThat(this.kaspi.tokenCalls()).isEqualTo(1);
		assertThat(this.kaspi.questions()).isZero();
	}

	@Test
	void tokenAddressThatIsNotThereSaysNothingOfTheOrder() {
		this.kaspi.stub(post(TOKEN).willReturn(json(404, "{}")));
		assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"))
			.withMessageContaining("nothing was sent");
	}

	@Test
	void tokenCallIsRepeatedAfterAFailure() {
		this.kaspi.stub(post(TOKEN).inScenario("token").willReturn(json(503, "{}")).willSetStateTo("up"));
		this.kaspi.stub(post(TOKEN).inScenario("token")
			.whenScenarioStateIs("up")
			.willReturn(json(200, "{\"access_token\":\"t\",\"expires_in\":3600}")));
		assertThat(this.kaspi.tokens.getToken().value()).isEqualTo("t");
		assertThat(this.kaspi.tokenCalls()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"access_token\":\"\"}", "{\"access_token\":null}", "<html>", "[]",
			"{\"access_token\":\"t0ps3cret\",\"expires_in\":1e99999999999}",
			"{\"access_token\":\"t0ps3cret\",\"expires_in\":\"soon\"}",
			"{\"access_token\":\"t0ps3cret\",\"expires_in\":{}}", "{\"access_token\":\"t0ps3cret\"",
			"{\"access_token\":\"t0ps3cret\\nX: y\",\"expires_in\":3600}",
			"{\"access_token\":\"t0ps3cret\\r\",\"expires_in\":3600}",
			"{\"access_token\":\"t0ps3cret токен\",\"expires_in\":3600}",
			"{\"access_token\":\"t0ps3cret \",\"expires_in\":3600}", "<html>t0ps3cret</html>" })
	void unusableTokenAnswerIsAServerFailureThatDoesNotQuoteIt(String body) {
		this.kaspi.stub(post(TOKEN).willReturn(json(200, body)));
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(this.kaspi.tokens::getToken)
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("get access token"))
			.satisfies((ex) -> {
				for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
					assertThat(cause.toString()).doesNotContain("t0ps3cret");
				}
			});
	}

	@Test
	void moneyThatWasNeverSentIsNotInDoubtWhenNoTokenCanBeHad() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.tokens.invalidate(this.kaspi.tokens.getToken());
		this.kaspi.stub(post(TOKEN).willReturn(json(500, "{}").withHeader("X-Request-Id", "req-1")));
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
		assertThatExceptionOfType(KaspiConnectionException.class)
			.isThrownBy(() -> this.kaspi.service.refund("ORD-1", KaspiRefundRequest.full("why")))
			.withMessageContaining("nothing was sent")
			.withMessageContaining("req-1");
		assertThatExceptionOfType(KaspiConnectionException.class)
			.isThrownBy(() -> this.kaspi.service.create(KaspiPayFixture.order("new", "1")));
		this.kaspi.answerToken("token-2");
		assertThat(this.kaspi.service.refund("ORD-1", KaspiRefundRequest.full("why")).refundedTotal())
			.isEqualTo("25000");
		assertThat(this.kaspi.service.findByReference("new")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "3600, 3600", "60, 60", "'\"60\"', 60", "59.9, 59", "86400, 3600", "1e400, 3600", "null, 3600", "0, 1",
			"1e-400, 1", "-5, 1" })
	void lifetimeIsTheAnswersButNeverMoreThanTheContracts(String answered, long kept) {
		this.kaspi.stub(post(TOKEN).willReturn(json(200, "{\"access_token\":\"t\",\"expires_in\":" + answered + "}")));
		assertThat(this.kaspi.tokens.getToken().expiresAt()).isEqualTo(this.kaspi.clock.instant().plusSeconds(kept));
	}

	@Test
	void failuresOfTheTokenCallAreOfOneFamily() {
		this.kaspi.stub(post(TOKEN).willReturn(json(400, "{\"error\":\"invalid_scope\"}")));
		assertThatExceptionOfType(KaspiPayException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"))
			.withMessageContaining("invalid_scope");
	}

	private void tokens(String first, String second) {
		this.kaspi.stub(post(TOKEN).inScenario("tokens")
			.whenScenarioStateIs(Scenario.STARTED)
			.willReturn(json(200, "{\"access_token\":\"" + first + "\",\"expires_in\":3600}"))
			.willSetStateTo("second"));
		this.kaspi.stub(post(TOKEN).inScenario("tokens")
			.whenScenarioStateIs("second")
			.willReturn(json(200, "{\"access_token\":\"" + second + "\",\"expires_in\":3600}")));
	}

}
