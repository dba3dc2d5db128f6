/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.polling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.ledger.ObservationOutcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Captured webhooks that are sent again and again, on a clock that only moves when told.
 */
class ReplayedWebhookTests {

	private static final int REPLAYS_A_SECOND = 2;

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@ParameterizedTest(name = "{0} of a paid order")
	@CsvSource({ "CANCELLED, 25000", "EXPIRED,", "REFUNDED,", "FROZEN, 25000" })
	void contradictedClaimIsAskedAboutAtGrowingPauses(String status, @Nullable String amount) {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		replay(Duration.ofHours(6), new Webhook(status, amount));
		assertThat(pauses()).startsWith(30L, 60L, 120L, 240L, 480L, 960L, 1920L, 3600L, 3600L)
			.allSatisfy((pause) -> assertThat(pause).isLessThanOrEqualTo(3601L));
		assertThat(this.kaspi.questions()).isLessThan(14);
		assertThat(this.kaspi.events).isEmpty();
	}

	@Test
	void alternatingClaimsAreNoWayRound() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		replay(Duration.ofMinutes(30), new Webhook("CANCELLED", "25000"), new Webhook("EXPIRED", "25000"),
				new Webhook("CANCELLED", null), new Webhook("REFUNDED", null), new Webhook("FROZEN", "1"));
		assertThat(this.kaspi.questions()).isLessThan(12);
		assertThat(this.kaspi.events).isEmpty();
	}

	@Test
	void anyNumberOfClaimsIsBounded() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		for (int i = 0; i < 500; i++) {
			this.kaspi.webhook("ORD-1", "FROZEN_" + i, "25000");
			this.kaspi.run(Duration.ofSeconds(1));
		}
		assertThat(this.kaspi.questions()).isLessThan(30);
	}

	@Test
	void paymentOfACancelledOrderThatKaspiPayDoesNotShow() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", "CANCELLED", "25000");
		this.kaspi.answerStatus("ORD-1", "CANCELLED", "25000");
		replay(Duration.ofHours(6), new Webhook("PAID", "25000"));
		assertThat(this.kaspi.questions()).isLessThan(60);
		this.kaspi.pollsAt.clear();
		replay(Duration.ofHours(6), new Webhook("PAID", "25000"));
		assertThat(this.kaspi.pollsAt).hasSizeLessThan(8);
	}

	@Test
	void wrongAmountOfAnOpenOrderCostsNoMoreThanItsPolls() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", "INIT", "25000");
		replay(Duration.ofMinutes(30), new Webhook("PAID", "1"));
		assertThat(this.kaspi.pollsAt).hasSizeBetween(20, 26);
		this.kaspi.pollsAt.clear();
		replay(Duration.ofHours(6), new Webhook("PAID", "1"));
		assertThat(this.kaspi.pollsAt).hasSizeLessThan(25);
		assertThat(this.kaspi.events).hasSize(1);
	}

	@Test
	void webhookOfAnUnknownOrder() {
		this.kaspi.answerStatus("ORD-9", json(404, "{}"));
		for (int second = 0; second < 1800; second++) {
			for (int i = 0; i < REPLAYS_A_SECOND; i++) {
				String status = (i % 2 == 0) ? "PAID" : "CANCELLED";
				assertThat(this.kaspi.webhook("ORD-9", status, "25000")).isEqualTo(ObservationOutcome.TO_CONFIRM);
			}
			this.kaspi.run(Duration.ofSeconds(1));
		}
		assertThat(this.kaspi.questions()).isLessThan(22);
	}

	@Test
	void settledDisputeIsNotAskedAboutAgainAndAgain() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerStatus("ORD-1", "CANCELLED", "25000");
		replay(Duration.ofSeconds(5), new Webhook("CANCELLED", "25000"));
		this.kaspi.answerStatus("ORD-1", "FROZEN", "25000");
		replay(Duration.ofSeconds(5), new Webhook("FROZEN", "25000"));
		assertThat(this.kaspi.events).hasSize(2);
		this.kaspi.answerStatus("ORD-1", "CANCELLED", "25000");
		int before = this.kaspi.questions();
		replay(Duration.ofMinutes(30), new Webhook("CANCELLED", "25000"));
		assertThat(this.kaspi.questions() - before).isLessThan(7);
	}

	@Test
	void trueChangeIsFoundAtOnceThoughAnotherClaimWasContradicted() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		replay(Duration.ofMinutes(10), new Webhook("EXPIRED", "25000"));
		this.kaspi.answerStatus("ORD-1", "CANCELLED", "25000");
		this.kaspi.webhook("ORD-1", "CANCELLED", "25000");
		this.kaspi.run(Duration.ofSeconds(1));
		assertThat(this.kaspi.events).singleElement().isInstanceOf(KaspiOrderDisputedEvent.class);
	}

	@Test
	void contradictedClaimThatBecomesTrueIsFoundAfterThePauseThoughItIsSentOnlyOnceMore() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.webhook("ORD-1", "CANCELLED", "25000");
		this.kaspi.run(Duration.ofSeconds(1));
		this.kaspi.answerStatus("ORD-1", "CANCELLED", "25000");
		this.kaspi.webhook("ORD-1", "CANCELLED", "25000");
		this.kaspi.run(Duration.ofSeconds(31));
		assertThat(this.kaspi.events).singleElement().isInstanceOf(KaspiOrderDisputedEvent.class);
	}

	@Test
	void usersQueryFindsWhatAContradictedClaimSaidAtOnce() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		replay(Duration.ofMinutes(10), new Webhook("CANCELLED", "25000"));
		this.kaspi.answerStatus("ORD-1", "CANCELLED", "25000");
		this.kaspi.service.get("ORD-1");
		this.kaspi.run(Duration.ofSeconds(1));
		assertThat(this.kaspi.events).singleElement().isInstanceOf(KaspiOrderDisputedEvent.class);
	}

	private void replay(Duration duration, Webhook... webhooks) {
		for (long second = 0; second < duration.toSeconds(); second++) {
			for (int i = 0; i < REPLAYS_A_SECOND; i++) {
				for (Webhook webhook : webhooks) {
					this.kaspi.webhook("ORD-1", webhook.status(), webhook.amount());
				}
			}
			this.kaspi.run(Duration.ofSeconds(1));
		}
	}

	private List<Long> pauses() {
		List<Long> pauses = new ArrayList<>();
		for (int i = 1; i < this.kaspi.pollsAt.size(); i++) {
			pauses.add(Duration.between(this.kaspi.pollsAt.get(i - 1), this.kaspi.pollsAt.get(i)).toSeconds());
		}
		return pauses;
	}

	private record Webhook(String status, @Nullable String amount) {

	}

}
