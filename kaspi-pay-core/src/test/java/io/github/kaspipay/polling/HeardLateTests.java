/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.polling;

import java.time.Duration;

import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Kaspi Pay says of an order after the ledger has given it up, or never says.
 */
class HeardLateTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@Test
	void paymentAfterTheLocalCancellationWhoseWebhookIsLostIsFound() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", "INIT", "25000");
		this.kaspi.run(Duration.ofMinutes(31));
		assertThat(this.kaspi.events).singleElement().isInstanceOf(KaspiOrderCancelledEvent.class);
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.run(Duration.ofHours(6));
		assertThat(this.kaspi.events).hasSize(2)
			.last()
			.isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (event) -> assertThat(event.late()).isTrue());
	}

	@Test
	void paymentWhileTheQrCodeIsValidIsFoundThoughTheOrderWasGivenUpEarly() {
		KaspiPayFixture hasty = KaspiPayFixture
			.create((options) -> options.schedule = new PollingSchedule(Duration.ofSeconds(30), Duration.ofMinutes(5),
					Duration.ofMinutes(10)));
		hasty.haveCreated("ORD-1");
		hasty.answerStatus("ORD-1", "INIT", "25000");
		hasty.run(Duration.ofMinutes(11));
		hasty.answerStatus("ORD-1", "PAID", "25000");
		hasty.run(Duration.ofMinutes(30));
		assertThat(hasty.eventIds()).containsExactly("ORD-1:CANCELLED", "ORD-1:PAID");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CANCELLED", "EXPIRED" })
	void orderThatKaspiPayClosesItselfIsNotPolledAnyMore(String status) {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", "INIT", "25000");
		this.kaspi.run(Duration.ofMinutes(31));
		this.kaspi.answerStatus("ORD-1", status, "25000");
		int queries = this.kaspi.questions();
		this.kaspi.run(Duration.ofHours(26));
		assertThat(this.kaspi.questions()).isEqualTo(queries + 1);
		assertThat(this.kaspi.events).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "FAILED", "REJECTED", "DECLINED" })
	void unknownStatusKeepsAnOrderOpenUpToItsAgeLimitAndThenItHasExpired(String status) {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", status, "25000");
		this.kaspi.run(Duration.ofMinutes(29));
		assertThat(this.kaspi.events).isEmpty();
		assertThat(this.kaspi.statusOf("ORD-1").value()).isEqualTo(status);
		this.kaspi.run(Duration.ofMinutes(2));
		assertThat(this.kaspi.events).singleElement().isInstanceOf(KaspiOrderExpiredEvent.class);
		this.kaspi.run(Duration.ofHours(50));
		int queries = this.kaspi.questions();
		this.kaspi.run(Duration.ofDays(3));
		assertThat(this.kaspi.questions()).as("not asked for ever").isEqualTo(queries);
		assertThat(this.kaspi.events).hasSize(1);
	}

	@Test
	void orderThatKaspiPayDoesNotKnowIsClosedAtItsAgeLimit() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", json(404, "{}"));
		this.kaspi.run(Duration.ofMinutes(31));
		assertThat(this.kaspi.statusOf("ORD-1")).isEqualTo(KaspiOrderStatus.CANCELLED);
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.run(Duration.ofHours(2));
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:CANCELLED", "ORD-1:PAID");
	}

	@Test
	void paidAtOfTheWebhookGivesWayToKaspiPaysAnswer() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.clock.advance(Duration.ofHours(9));
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		this.kaspi.answerStatus("ORD-1", json(200, "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":25000,"
				+ "\"paidAt\":\"2026-05-09T16:25:00Z\"}"));
		assertThat(this.kaspi.service.get("ORD-1").paidAt()).isEqualTo("2026-05-09T16:25:00Z");
		assertThat(this.kaspi.service.findByOrderId("ORD-1").orElseThrow().paidAt()).isEqualTo("2026-05-09T16:25:00Z");
	}

}
