/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.tracing;

import java.util.List;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.polling.KaspiOrderPoller;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How traces lead from a customer's payment to the application's listeners, with the
 * ledger in memory.
 */
class TracesTests {

	static final String EVENT = "kaspi pay event paid";

	private static final KaspiApiStub api = new KaspiApiStub();

	private final ApplicationContextRunner runner = Runners.bare()
		.withConfiguration(TracedApplication.TRACING)
		.withUserConfiguration(TracedApplication.class)
		.withPropertyValues(api.properties())
		.withPropertyValues("kaspi.pay.polling.enabled=false");

	@BeforeEach
	void reset() {
		api.reset();
		TracedApplication.SPANS.reset();
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@Test
	void aDeliveryIsLinkedToItsWebhookAndToWhatCreatedTheOrder() {
		this.runner.run((context) -> {
			String created = TracedApplication.create(context, "ORD-1");
			String received = TracedApplication.receive(context, "ORD-1");
			SpanData event = TracedApplication.awaitSpan(EVENT);
			assertThat(TracedApplication.linkedTraces(event)).containsExactly(received, created);
			assertThat(event.getTraceId()).isNotIn(created, received);
			SpanData webhook = TracedApplication.awaitSpan("kaspi pay webhook");
			assertThat(event.getLinks().get(0).getSpanContext().getSpanId()).isEqualTo(webhook.getSpanId());
			assertThat(TracedApplication.awaitSpan("shipping").getParentSpanId()).isEqualTo(event.getSpanId());
			assertThat(TracedApplication.awaitSpan("kaspi pay create").getTraceId()).isEqualTo(created);
		});
	}

	@Test
	void aPaymentThatWasAskedForIsLinkedToWhoAsked() {
		this.runner.run((context) -> {
			String created = TracedApplication.create(context, "ORD-1");
			api.order("ORD-1", "PAID", "10");
			String asked = TracedApplication.inTrace(context,
					() -> context.getBean(KaspiOrderService.class).get("ORD-1"));
			assertThat(TracedApplication.linkedTraces(TracedApplication.awaitSpan(EVENT))).containsExactly(asked,
					created);
		});
	}

	@Test
	void aPaymentThatAPollFoundIsLinkedToThePoll() {
		this.runner.run((context) -> {
			String created = TracedApplication.create(context, "ORD-1");
			api.order("ORD-1", "PAID", "10");
			context.getBean(PollQueue.class).expedite("ORD-1");
			context.getBean(KaspiOrderPoller.class).poll();
			SpanData event = TracedApplication.awaitSpan(EVENT);
			SpanData poll = TracedApplication.awaitSpan("kaspi pay poll");
			assertThat(TracedApplication.linkedTraces(event)).containsExactly(poll.getTraceId(), created);
			assertThat(TracedApplication.awaitSpan("kaspi pay status").getParentSpanId()).isEqualTo(poll.getSpanId());
		});
	}

	@Test
	void whatWasNotTracedIsDeliveredAllTheSame() {
		this.runner.run((context) -> {
			DatabaseRunners.pay(context, "ORD-1");
			assertThat(TracedApplication.linkedTraces(TracedApplication.awaitSpan(EVENT))).isEqualTo(List.of());
		});
	}

}
