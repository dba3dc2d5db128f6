/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.util.ArrayList;
import java.util.List;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application's observations see of the calls, and that Kaspi Pay sees nothing of
 * them.
 */
class ObservationTests {

	private final List<Observation.Context> observed = new ArrayList<>();

	private final ObservationRegistry registry = registry();

	private final KaspiPayFixture kaspi = KaspiPayFixture.create(
			(options) -> options.instrumentation = KaspiPayInstrumentation.builder().registry(this.registry).build());

	private ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new Propagating(this.observed));
		return registry;
	}

	@Test
	void tracingHeadersAreNotSent() {
		this.kaspi.answerStatus("ORD-1", "PAID", "1");
		this.kaspi.gateway.status("ORD-1");
		List<LoggedRequest> requests = this.kaspi.requests(anyRequestedFor(anyUrl()));
		assertThat(requests).hasSize(2)
			.allSatisfy((request) -> assertThat(request.getAllHeaderKeys()).isSubsetOf("Accept", "Authorization",
					"Content-Type", "Content-Length", "Host", "User-Agent", "Connection"));
		assertThat(this.observed).hasSize(2).allSatisfy((context) -> {
			assertThat(context.getName()).isEqualTo("http.client.requests");
			assertThat(context.toString()).doesNotContain("token-1");
		});
	}

	@Test
	void tracingHeadersAreSentWhereThatIsWanted() {
		KaspiPayFixture propagating = KaspiPayFixture
			.create((options) -> options.instrumentation = KaspiPayInstrumentation.builder()
				.registry(this.registry)
				.propagatedToKaspiPay(true)
				.build());
		propagating.answerStatus("ORD-1", "PAID", "1");
		propagating.gateway.status("ORD-1");
		assertThat(propagating.requests(anyRequestedFor(anyUrl()))).hasSize(2)
			.allSatisfy((request) -> assertThat(request.getAllHeaderKeys())
				.contains("traceparent", "tracestate", "baggage", "b3")
				.doesNotContain("customer-iin"));
	}

	@ParameterizedTest
	@CsvSource({ "404, CLIENT_ERROR", "429, CLIENT_ERROR", "401, CLIENT_ERROR", "503, SERVER_ERROR", "302, REDIRECTION",
			"200, SUCCESS" })
	void statusAndOutcomeAreThoseOfTheResponse(int status, String outcome) {
		this.kaspi.tokens.getToken();
		this.observed.clear();
		this.kaspi.answerStatus("ORD-1", json(status, "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":1}")
			.withHeader("Retry-After", "0"));
		if (status == 200) {
			this.kaspi.gateway.status("ORD-1");
		}
		else {
			assertThatExceptionOfType(KaspiPayException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"));
		}
		assertThat(this.observed).filteredOn((context) -> !value(context, "uri").contains("token"))
			.isNotEmpty()
			.allSatisfy((context) -> {
				assertThat(value(context, "status")).isEqualTo(Integer.toString(status));
				assertThat(value(context, "outcome")).isEqualTo(outcome);
				assertThat(value(context, "uri")).isEqualTo("/payment/orders/{orderId}");
			});
	}

	private static String value(Observation.Context context, String key) {
		KeyValue value = context.getLowCardinalityKeyValue(key);
		assertThat(value).as(key).isNotNull();
		return value.getValue();
	}

	/**
	 * Writes into what is sent, as tracing does, before the call.
	 */
	private record Propagating(
			List<Observation.Context> observed) implements ObservationHandler<SenderContext<Object>> {

		@Override
		public void onStart(SenderContext<Object> context) {
			for (String name : List.of("traceparent", "tracestate", "baggage", "b3", "customer-iin")) {
				context.getSetter().set(context.getCarrier(), name, "of-the-application");
			}
		}

		@Override
		public void onStop(SenderContext<Object> context) {
			this.observed.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof SenderContext<?>;
		}

	}

}
