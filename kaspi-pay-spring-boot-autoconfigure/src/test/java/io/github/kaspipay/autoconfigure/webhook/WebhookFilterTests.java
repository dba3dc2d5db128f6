/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.io.IOException;

import io.github.kaspipay.autoconfigure.web.ServletEndpointPath;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link KaspiWebhookFilter} for what cannot be had over HTTP.
 */
class WebhookFilterTests {

	private static final FilterChain NEVER = (request, response) -> {
		throw new AssertionError("The chain goes on");
	};

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/app/webhook/kaspi");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private static KaspiWebhookProcessor unavailable() {
		throw new IllegalStateException("There is no processor");
	}

	private static KaspiWebhookProcessor broken() {
		throw new LinkageError("A class is missing");
	}

	private static KaspiWebhookFilter filter(java.util.function.Supplier<KaspiWebhookProcessor> processor) {
		return new KaspiWebhookFilter(new WebhookEndpoint(processor, () -> KaspiPayInstrumentation.NONE,
				"X-Kaspi-Signature", 1024, System::nanoTime),
				new ServletEndpointPath("", "/webhook/kaspi", "/app/webhook/kaspi"));
	}

	@Test
	void processorThatCannotBeMadeIsAnsweredUnavailable() throws Exception {
		filter(WebhookFilterTests::unavailable).doFilter(this.request, this.response, NEVER);
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getContentAsString()).isEqualTo("UNAVAILABLE");
	}

	@Test
	void checkedExceptionThatNobodyDeclaredIsAnsweredUnavailable() throws Exception {
		filter(() -> sneak(new IOException("Thrown by Kotlin"))).doFilter(this.request, this.response, NEVER);
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getContentAsString()).isEqualTo("UNAVAILABLE");
	}

	@SuppressWarnings("unchecked")
	private static <T extends Exception> KaspiWebhookProcessor sneak(Exception ex) throws T {
		throw (T) ex;
	}

	@Test
	void filterThatSwallowsAnErrorOfTheJvmDoesNotMakeItA200() {
		assertThatExceptionOfType(LinkageError.class)
			.isThrownBy(() -> filter(WebhookFilterTests::broken).doFilter(this.request, this.response, NEVER));
		assertThat(this.response.getStatus()).isEqualTo(503);
	}

	@Test
	void senderThatIsGoneWhenItIsAnsweredIsNobodysError() {
		MockHttpServletResponse gone = new MockHttpServletResponse() {

			@Override
			public ServletOutputStream getOutputStream() {
				return new org.springframework.mock.web.DelegatingServletOutputStream(new java.io.OutputStream() {

					@Override
					public void write(int b) throws IOException {
						throw new IOException("Broken pipe");
					}

				});
			}

		};
		filter(WebhookFilterTests::unavailable).doFilter(this.request, gone, NEVER);
		assertThat(gone.getStatus()).isEqualTo(503);
	}

	@Test
	void metricsKnowThePath() {
		ServerRequestObservationContext context = new ServerRequestObservationContext(this.request, this.response);
		this.request.setAttribute(ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, context);
		filter(WebhookFilterTests::unavailable).doFilter(this.request, this.response, NEVER);
		assertThat(context.getPathPattern()).isEqualTo("/webhook/kaspi");
	}

}
