/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.kaspipay.autoconfigure.web.ServletEndpointPath;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.observation.KaspiWebhookContext;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is observed of requests to the webhook that never reach the processor.
 */
class WebhookObservationTests {

	private final List<KaspiWebhookContext.Outcome> outcomes = new ArrayList<>();

	private final KaspiPayInstrumentation instrumentation = KaspiPayInstrumentation.builder()
		.registry(registry())
		.build();

	private ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<KaspiWebhookContext>() {

			@Override
			public void onStop(KaspiWebhookContext context) {
				WebhookObservationTests.this.outcomes.add(context.getOutcome());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof KaspiWebhookContext;
			}

		});
		return registry;
	}

	@Test
	void whatIsRefusedBeforeItsSignatureIsLookedAt() {
		assertThat(answer((request) -> request.setMethod("GET"))).isEqualTo(405);
		assertThat(answer((request) -> request.addHeader("Content-Encoding", "gzip"))).isEqualTo(415);
		assertThat(answer((request) -> request.setContent(new byte[2000]))).isEqualTo(413);
		assertThat(this.outcomes).containsExactly(KaspiWebhookContext.Outcome.REFUSED,
				KaspiWebhookContext.Outcome.REFUSED, KaspiWebhookContext.Outcome.REFUSED);
	}

	@Test
	void predicateOfTheApplicationThatFailsChangesNothing() {
		this.instrumentation.registry().observationConfig().observationPredicate((name, context) -> {
			throw new IllegalStateException("The predicate fails");
		});
		assertThat(answer((request) -> request.setMethod("GET"))).isEqualTo(405);
	}

	@Test
	void whatCannotBeRecorded() {
		assertThat(answer((request) -> request.setContent("{}".getBytes(StandardCharsets.UTF_8)))).isEqualTo(503);
		assertThat(this.outcomes).containsExactly(KaspiWebhookContext.Outcome.UNAVAILABLE);
	}

	private int answer(Consumer<MockHttpServletRequest> customizer) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/webhook/kaspi");
		customizer.accept(request);
		MockHttpServletResponse response = new MockHttpServletResponse();
		Supplier<KaspiWebhookProcessor> none = () -> {
			throw new IllegalStateException("There is no processor");
		};
		new KaspiWebhookFilter(
				new WebhookEndpoint(none, () -> this.instrumentation, "X-Kaspi-Signature", 1024, System::nanoTime),
				new ServletEndpointPath("", "/webhook/kaspi", "/webhook/kaspi"))
			.doFilter(request, response, (ignored, alsoIgnored) -> {
			});
		return response.getStatus();
	}

}
