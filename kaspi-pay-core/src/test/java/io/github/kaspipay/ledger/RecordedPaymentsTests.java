/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.observation.KaspiPayMonitor;
import org.junit.jupiter.api.Test;

import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What those who count are told of payments: each once, and only what was recorded.
 */
class RecordedPaymentsTests {

	private final List<String> recorded = new ArrayList<>();

	private final List<String> detected = new ArrayList<>();

	private final KaspiPayFixture kaspi = KaspiPayFixture
		.create((options) -> options.instrumentation = KaspiPayInstrumentation.builder()
			.monitors(List.of(new KaspiPayMonitor() {

				@Override
				public void recorded(KaspiOrderEvent event) {
					RecordedPaymentsTests.this.recorded.add(event.eventId() + " " + event.source());
					throw new IllegalStateException("what a monitor throws changes nothing");
				}

				@Override
				public void detected(String merchant, KaspiEventSource source, Duration delay) {
					RecordedPaymentsTests.this.detected.add(source + " " + delay);
				}

			}))
			.build());

	@Test
	void aPaymentIsToldOnce() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		answerPaid("ORD-1");
		this.kaspi.service.get("ORD-1");
		assertThat(this.recorded).containsExactly("ORD-1:PAID WEBHOOK");
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void aPaymentThatCouldNotBeRecordedIsNotTold() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.failingStore.fail(true);
		assertThatThrownBy(() -> this.kaspi.webhook("ORD-1", "PAID", "25000")).isNotNull();
		assertThat(this.recorded).isEmpty();
		this.kaspi.failingStore.fail(false);
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		assertThat(this.recorded).hasSize(1);
	}

	@Test
	void anAnswerSaysHowLongItTookToFindThePayment() {
		this.kaspi.haveCreated("ORD-1");
		answerPaid("ORD-1");
		this.kaspi.clock.advance(Duration.ofSeconds(40));
		this.kaspi.service.get("ORD-1");
		this.kaspi.haveCreated("ORD-2");
		answerPaid("ORD-2");
		this.kaspi.run(Duration.ofSeconds(31));
		assertThat(this.detected).hasSize(2).first().isEqualTo("API PT37S");
		assertThat(this.detected.get(1)).startsWith("POLL PT1M");
	}

	@Test
	void aWebhookDoesNotSayItUntilAnAnswerDoes() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.clock.advance(Duration.ofSeconds(10));
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		assertThat(this.detected).isEmpty();
		answerPaid("ORD-1");
		this.kaspi.clock.advance(Duration.ofMinutes(10));
		this.kaspi.service.get("ORD-1");
		this.kaspi.service.get("ORD-1");
		assertThat(this.detected).containsExactly("WEBHOOK PT7S");
	}

	/**
	 * Answers that it was paid 3 seconds after the fixture's clock began.
	 */
	private void answerPaid(String orderId) {
		this.kaspi.answerStatus(orderId, json(200, "{\"orderId\":\"" + orderId
				+ "\",\"status\":\"PAID\",\"amount\":25000,\"paidAt\":\"2026-05-09T16:20:03Z\"}"));
	}

}
