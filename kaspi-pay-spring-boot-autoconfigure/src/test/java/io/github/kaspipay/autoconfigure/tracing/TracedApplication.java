/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.tracing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.awaitility.Awaitility.await;

/**
 * An application whose traces end in memory, and stay there when it ends.
 */
@Configuration(proxyBeanMethods = false)
class TracedApplication {

	static final AutoConfigurations TRACING = AutoConfigurations.of(ObservationAutoConfiguration.class,
			MicrometerTracingAutoConfiguration.class, KaspiPayTracingAutoConfiguration.class);

	static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();

	@Bean(destroyMethod = "")
	SdkTracerProvider tracerProvider() {
		return SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(SPANS)).build();
	}

	@Bean
	Tracer tracer(SdkTracerProvider provider) {
		return new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), (event) -> {
		});
	}

	@Bean
	Listener listener(ObservationRegistry registry) {
		return new Listener(registry);
	}

	/**
	 * Runs something in a trace of its own.
	 * @return the trace's id
	 */
	static String inTrace(ApplicationContext context, Supplier<?> work) {
		Tracer tracer = context.getBean(Tracer.class);
		Span span = tracer.nextSpan().name("request").start();
		Tracer.SpanInScope scope = tracer.withSpan(span);
		try {
			work.get();
			return span.context().traceId();
		}
		finally {
			scope.close();
			span.end();
		}
	}

	static String create(ApplicationContext context, String reference) {
		return inTrace(context, () -> context.getBean(KaspiOrderService.class)
			.create(KaspiOrderRequest.builder().reference(reference).amount(10).build()));
	}

	static String receive(ApplicationContext context, String orderId) {
		KaspiWebhookProcessor webhooks = new KaspiWebhookProcessor((body, signature) -> true,
				context.getBean(KaspiOrderLedger.class), context.getBean(KaspiPayInstrumentation.class));
		byte[] body = WebhookSender.body(orderId, "PAID", "10").getBytes(StandardCharsets.UTF_8);
		return inTrace(context, () -> webhooks.process(body, List.of("signature")));
	}

	static SpanData awaitSpan(String name) {
		await().atMost(Duration.ofSeconds(20)).until(() -> !spans(name).isEmpty());
		return spans(name).get(0);
	}

	static List<SpanData> spans(String name) {
		return SPANS.getFinishedSpanItems().stream().filter((span) -> span.getName().equals(name)).toList();
	}

	static List<String> linkedTraces(SpanData span) {
		return span.getLinks().stream().map((link) -> link.getSpanContext().getTraceId()).toList();
	}

	static class Listener {

		private final ObservationRegistry registry;

		Listener(ObservationRegistry registry) {
			this.registry = registry;
		}

		@EventListener
		void on(KaspiOrderPaidEvent paid) {
			Observation.createNotStarted("shipping", this.registry).observe(() -> {
			});
		}

	}

}
