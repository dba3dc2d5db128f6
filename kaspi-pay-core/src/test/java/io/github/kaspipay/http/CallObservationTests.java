/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiPayFixture.Options;
import io.github.kaspipay.Observed;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.observation.KaspiPayMonitor;
import io.github.kaspipay.order.KaspiPayGateway.StatusPermit;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@code kaspi.pay.call} says of each call.
 */
class CallObservationTests {

	private final Observed observed = new Observed("kaspi.pay.call");

	private final List<Duration> waits = new ArrayList<>();

	private KaspiPayFixture kaspi = fixture((options) -> {
	});

	private KaspiPayFixture fixture(Consumer<Options> customizer) {
		return KaspiPayFixture.create((options) -> {
			options.instrumentation = KaspiPayInstrumentation.builder()
				.registry(this.observed.registry)
				.monitors(List.of(new KaspiPayMonitor() {

					@Override
					public void waited(String merchant, Duration wait) {
						CallObservationTests.this.waits.add(wait);
					}

				}))
				.build();
			customizer.accept(options);
		});
	}

	@Test
	void saysWhatWasAskedForWhomAndWhatBecameOfIt() {
		this.kaspi.answerCreated("ORD-1");
		this.kaspi.gateway.create(KaspiPayFixture.order("ref", "5"));
		assertThat(said()).containsExactly("token SUCCESS 200 user default", "create SUCCESS 201 user default");
		assertThat(this.observed.said("order.id")).containsExactly("-", "ORD-1");
		assertThat(this.waits).hasSize(2);
	}

	@Test
	void tellsTheRequestId() {
		this.kaspi.answerStatus("ORD-1", json(404, "{}").withHeader("X-Request-Id", "req-7"));
		assertThatExceptionOfType(KaspiPayException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"));
		assertThat(this.observed.said("order.id", "request.id")).containsExactly("- -", "ORD-1 req-7");
	}

	@ParameterizedTest
	@CsvSource({ "400, CLIENT_ERROR, CLIENT_ERROR", "401, CLIENT_ERROR, CLIENT_ERROR",
			"402, CLIENT_ERROR, CLIENT_ERROR", "404, CLIENT_ERROR, CLIENT_ERROR", "409, CLIENT_ERROR, CLIENT_ERROR",
			"429, RATE_LIMITED, RATE_LIMITED", "500, SERVER_ERROR, UNKNOWN_OUTCOME",
			"503, SERVER_ERROR, UNKNOWN_OUTCOME", "302, SERVER_ERROR, UNKNOWN_OUTCOME",
			"408, SERVER_ERROR, UNKNOWN_OUTCOME" })
	void outcomeAndStatusOfAFailure(int status, String ofStatus, String ofMoney) {
		this.kaspi.tokens.getToken();
		this.observed.contexts.clear();
		this.kaspi.answerOrders(json(status, "{}").withHeader("Retry-After", "3600"));
		fails(() -> this.kaspi.gateway.status("ORD-1"));
		fails(() -> this.kaspi.gateway.create(KaspiPayFixture.order("ref", "5")));
		fails(() -> this.kaspi.gateway.refund("ORD-1", KaspiRefundRequest.of(BigDecimal.ONE, "why")));
		assertThat(said()).filteredOn((each) -> each.startsWith("status"))
			.containsExactly("status " + ofStatus + " " + status + " user default");
		if (status != 429) {
			assertThat(said()).contains("create " + ofMoney + " " + status + " user default",
					"refund " + ofMoney + " " + status + " user default");
		}
	}

	@Test
	void whatTheOwnBudgetHoldsBackHasNoStatus() {
		this.kaspi = fixture((options) -> options.budget = (clock) -> KaspiPayFixture.budget(1, 0, clock));
		fails(() -> this.kaspi.gateway.status("ORD-1"));
		assertThat(said()).containsExactly("token SUCCESS 200 user default", "status RATE_LIMITED NONE user default");
		assertThat(this.waits).hasSize(2);
	}

	@Test
	void aFailureOfTheConnection() {
		this.kaspi.tokens.getToken();
		this.kaspi.answerOrders(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		fails(() -> this.kaspi.gateway.status("ORD-1"));
		fails(() -> this.kaspi.gateway.create(KaspiPayFixture.order("ref", "5")));
		assertThat(said()).containsExactly("token SUCCESS 200 user default", "status CONNECTION NONE user default",
				"create UNKNOWN_OUTCOME NONE user default");
		this.observed.contexts.clear();
		this.kaspi = fixture((options) -> options.baseUrl = URI.create("http://127.0.0.1:1"));
		fails(() -> this.kaspi.gateway.create(KaspiPayFixture.order("ref", "5")));
		assertThat(said()).containsExactly("token CONNECTION NONE user default", "create CONNECTION NONE user default");
	}

	@Test
	void anAnswerThatCannotBeReadKeepsItsStatus() {
		this.kaspi.answerStatus("ORD-1", json(200, "<html>"));
		fails(() -> this.kaspi.gateway.status("ORD-1"));
		assertThat(said()).contains("status SERVER_ERROR 200 user default");
		this.kaspi.answerStatus("ORD-2", json(206, "x".repeat(2 * BufferedResponse.MAX_BYTES)));
		fails(() -> this.kaspi.gateway.status("ORD-2"));
		assertThat(said()).contains("status SERVER_ERROR 206 user default");
	}

	@Test
	void aRefusedTokenIsOneCallWithTheStatusOfItsLastAnswer() {
		this.kaspi.answerToken("old");
		this.kaspi.answerOrders(json(401, "{}"));
		fails(() -> this.kaspi.gateway.status("ORD-1"));
		assertThat(said()).containsExactly("token SUCCESS 200 user default", "token SUCCESS 200 user default",
				"status CLIENT_ERROR 401 user default");
	}

	@Test
	void nobodyWaitsForAPollNorForItsToken() {
		this.kaspi.answerStatus("ORD-1", "PAID", "1");
		StatusPermit permit = Objects.requireNonNull(this.kaspi.gateway.tryAcquireBackgroundPermit());
		permit.status("ORD-1");
		assertThat(said()).containsExactly("token SUCCESS 200 background default",
				"status SUCCESS 200 background default");
	}

	@Test
	void nobodyWaitsForATokenThatIsReplacedAhead() {
		this.kaspi.tokens.getToken();
		this.kaspi.clock.advance(Duration.ofMinutes(56));
		this.kaspi.tokens.getToken();
		assertThat(said()).containsExactly("token SUCCESS 200 user default", "token SUCCESS 200 background default");
	}

	@Test
	void namesTheMerchant() {
		this.kaspi = fixture((options) -> options.instrumentation = options.instrumentation.forMerchant("shop-2"));
		this.kaspi.tokens.getToken();
		assertThat(said()).containsExactly("token SUCCESS 200 user shop-2");
	}

	private List<String> said() {
		return this.observed.said("operation", "outcome", "status", "caller", "merchant");
	}

	private static void fails(ThrowingCallable call) {
		assertThatExceptionOfType(KaspiPayException.class).isThrownBy(call);
	}

}
