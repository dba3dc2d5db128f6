/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.sentry.Hint;
import io.sentry.ITransportFactory;
import io.sentry.SentryEnvelope;
import io.sentry.SentryEnvelopeItem;
import io.sentry.SentryEvent;
import io.sentry.SentryItemType;
import io.sentry.SentryOptions;
import io.sentry.Sentry;
import io.sentry.transport.ITransport;
import io.sentry.transport.RateLimiter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * What Sentry is told of a failing call has the call's ids as tags, and what it is told
 * next has not.
 */
class SentryTagsTests {

	private static final Logger logger = LoggerFactory.getLogger(SentryTagsTests.class);

	@Test
	void tagsTheRightEventAndNotTheNext() {
		try (KaspiApiStub api = new KaspiApiStub();
				ConfigurableApplicationContext application = ShopApplication.start(api, List.of(InMemory.class),
						ShopApplication.WITHOUT_SECURITY, "sentry.dsn=https://key@sentry.invalid/1",
						"sentry.context-tags=kaspi.request_id,kaspi.order_id",
						"sentry.logging.minimum-event-level=warn")) {
			Events events = application.getBean(Events.class);
			KaspiOrderService orders = application.getBean(KaspiOrderService.class);
			orders.create(KaspiOrderRequest.builder().amount(25000).reference("tagged").build());
			new WebhookSender(application).send(WebhookSender.body("tagged", "PAID", "25000"));
			api.refundAnswers("tagged", KaspiApiStub.json(500, "{}").withHeader("X-Request-Id", "req-77"));
			KaspiUnknownOutcomeException failure = catchThrowableOfType(KaspiUnknownOutcomeException.class,
					() -> orders.refund("tagged", KaspiRefundRequest.of(BigDecimal.ONE, "why")));
			assertThat(failure).hasMessageEndingWith("(request id req-77)");
			assertThat(MDC.get("kaspi.request_id")).isNull();
			assertThat(MDC.get("kaspi.order_id")).isNull();
			logger.error("Something else", new IllegalStateException("unrelated"));
			await().until(() -> events.all().size() >= 2);
			assertThat(events.all()).anySatisfy((event) -> {
				assertThat(event.getMessage().getFormatted()).startsWith("Refund '");
				assertThat(event.getTag("kaspi.request_id")).isEqualTo("req-77");
				assertThat(event.getTag("kaspi.order_id")).isEqualTo("tagged");
			});
			assertThat(events.all()).anySatisfy((event) -> {
				assertThat(event.getMessage().getFormatted()).isEqualTo("Something else");
				assertThat(event.getTag("kaspi.request_id")).isNull();
				assertThat(event.getTag("kaspi.order_id")).isNull();
			});
		}
		finally {
			Sentry.close();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class InMemory {

		@Bean
		Events sentryEvents() {
			return new Events();
		}

		@Bean
		ITransportFactory sentryTransport(Events events) {
			return (options, request) -> new Transport(options, events);
		}

	}

	static class Events {

		private final List<SentryEvent> events = new CopyOnWriteArrayList<>();

		List<SentryEvent> all() {
			return this.events;
		}

	}

	private record Transport(SentryOptions options, Events events) implements ITransport {

		@Override
		public void send(SentryEnvelope envelope, Hint hint) throws IOException {
			for (SentryEnvelopeItem item : envelope.getItems()) {
				if (item.getHeader().getType() == SentryItemType.Event) {
					try {
						this.events.all().add(item.getEvent(this.options.getSerializer()));
					}
					catch (Exception ex) {
						throw new IOException(ex);
					}
				}
			}
		}

		@Override
		public void flush(long timeoutMillis) {
		}

		@Override
		public @Nullable RateLimiter getRateLimiter() {
			return null;
		}

		@Override
		public void close(boolean isRestarting) {
		}

		@Override
		public void close() {
		}

	}

}
