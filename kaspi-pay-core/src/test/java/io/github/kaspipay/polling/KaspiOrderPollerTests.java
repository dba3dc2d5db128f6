/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.polling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Questions over HTTP, on a clock that only moves when told.
 */
class KaspiOrderPollerTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@Test
	void orderNeverPaidIsPolledEvenlyThenMoreSlowlyCancelledAndPolledForADayMore() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", "INIT", "25000");
		assertThat(questionTimes(Duration.ofHours(26))).containsExactly(30L, 60L, 90L, 120L, 150L, 180L, 210L, 240L,
				270L, 300L, 360L, 432L, 519L, 623L, 748L, 898L, 1078L, 1294L, 1553L, 1800L, 2160L, 4320L, 8640L, 17280L,
				34560L, 69120L);
		assertThat(this.kaspi.events).singleElement()
			.isInstanceOfSatisfying(KaspiOrderCancelledEvent.class, (event) -> {
				assertThat(event.occurredAt()).isEqualTo("2026-05-09T16:50:00Z");
				assertThat(event.source()).isEqualTo(KaspiEventSource.POLL);
				assertThat(event.reference()).isEqualTo("order_ORD-1");
			});
		assertThat(this.kaspi.statusOf("ORD-1")).isEqualTo(KaspiOrderStatus.CANCELLED);
	}

	@Test
	void paymentNobodyToldOfIsFound() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", "INIT", "25000");
		this.kaspi.run(Duration.ofSeconds(45));
		this.kaspi.answerStatus("ORD-1", json(200, "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":25000,"
				+ "\"paidAt\":\"2026-05-09T16:20:40Z\"}"));
		assertThat(questionTimes(Duration.ofHours(1))).containsExactly(15L);
		assertThat(this.kaspi.events).singleElement().isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (event) -> {
			assertThat(event.source()).isEqualTo(KaspiEventSource.POLL);
			assertThat(event.paidAt()).isEqualTo("2026-05-09T16:20:40Z");
			assertThat(event.late()).isFalse();
		});
	}

	@Test
	void leavesTheRestToItsNextTurnAfterSomeSeconds() {
		AtomicLong nanoTime = new AtomicLong();
		for (int i = 0; i < 5; i++) {
			this.kaspi.haveCreated("ORD-" + i);
			this.kaspi.answerStatus("ORD-" + i, "INIT", "25000");
		}
		KaspiPayGateway slow = Mockito.mock(KaspiPayGateway.class, AdditionalAnswers.delegatesTo(this.kaspi.gateway));
		AtomicInteger polls = new AtomicInteger();
		Mockito.doAnswer((call) -> {
			polls.incrementAndGet();
			nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
			return this.kaspi.gateway.tryAcquireBackgroundPermit();
		}).when(slow).tryAcquireBackgroundPermit();
		KaspiOrderPoller poller = new KaspiOrderPoller(this.kaspi.ledger, this.kaspi.store, slow, this.kaspi.clock,
				KaspiPayInstrumentation.NONE, nanoTime::get);
		this.kaspi.clock.advance(Duration.ofSeconds(30));
		poller.poll();
		assertThat(polls).hasValue(2);
		poller.poll();
		poller.poll();
		poller.poll();
		assertThat(polls).hasValue(5);
	}

	@Test
	void webhookEndsTheQuestions() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		assertThat(questionTimes(Duration.ofHours(2))).isEmpty();
		assertThat(this.kaspi.events).hasSize(1);
	}

	@Test
	void paymentAfterTheLastQuestionIsStillHeardOf() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", "INIT", "25000");
		this.kaspi.run(Duration.ofMinutes(31));
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		assertThat(this.kaspi.events).hasSize(1);
		this.kaspi.poller.poll();
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:CANCELLED", "ORD-1:PAID");
		assertThat(((KaspiOrderPaidEvent) this.kaspi.events.get(1)).late()).isTrue();
	}

	@Test
	void failureLeavesTheOrderOnItsSchedule() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", json(403, "{}"));
		assertThat(questionTimes(Duration.ofMinutes(2))).containsExactly(30L, 60L, 90L, 120L);
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		assertThat(questionTimes(Duration.ofMinutes(2))).containsExactly(30L);
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void orderIsNotCancelledUnseenWhenKaspiPayIsDown() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", json(403, "{}"));
		this.kaspi.run(Duration.ofMinutes(40));
		assertThat(this.kaspi.events).isEmpty();
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.run(Duration.ofMinutes(6));
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void oneFailureDoesNotKeepOthersFromBeingAsked() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.haveCreated("ORD-2");
		this.kaspi.answerStatus("ORD-1", json(200, "garbage"));
		this.kaspi.answerStatus("ORD-2", "PAID", "25000");
		this.kaspi.run(Duration.ofSeconds(31));
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-2:PAID");
	}

	@Test
	void orderHeardOfThatDoesNotExistIsForgotten() {
		this.kaspi.webhook("ORD-9", "PAID", "1");
		this.kaspi.answerStatus("ORD-9", json(404, "{}"));
		this.kaspi.run(Duration.ofMinutes(50));
		assertThat(this.kaspi.store.findByOrderId("ORD-9")).isNotNull();
		this.kaspi.run(Duration.ofMinutes(30));
		assertThat(this.kaspi.store.findByOrderId("ORD-9")).isNull();
		assertThat(this.kaspi.service.findByReference("order_ORD-9")).isEmpty();
		assertThat(this.kaspi.events).isEmpty();
	}

	@Test
	void orderThatWasNotAskedAboutForDaysIsAskedAgainAfterAFailure() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.clock.advance(Duration.ofDays(3));
		this.kaspi.answerStatus("ORD-1", json(403, "{}"));
		this.kaspi.poller.poll();
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.clock.advance(Duration.ofDays(1));
		this.kaspi.poller.poll();
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void knownOrderIsNotForgottenFor404() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", json(404, "{}"));
		this.kaspi.run(Duration.ofMinutes(1));
		assertThat(this.kaspi.statusOf("ORD-1")).isEqualTo(KaspiOrderStatus.INIT);
	}

	@Test
	void cancellationOfAPaidOrderIsAskedAboutAndDisputedIfItHolds() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.webhook("ORD-1", "CANCELLED", "25000");
		assertThat(this.kaspi.events).isEmpty();
		this.kaspi.answerStatus("ORD-1", "CANCELLED", "25000");
		assertThat(questionTimes(Duration.ofHours(1))).containsExactly(1L);
		assertThat(this.kaspi.events).singleElement()
			.isInstanceOfSatisfying(KaspiOrderDisputedEvent.class,
					(event) -> assertThat(event.reason()).isEqualTo(Reason.STATUS_CONFLICT));
		assertThat(this.kaspi.statusOf("ORD-1")).isEqualTo(KaspiOrderStatus.PAID);
	}

	@Test
	void cancellationOfAPaidOrderThatDoesNotHoldIsNothing() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.webhook("ORD-1", "EXPIRED", "25000");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		assertThat(questionTimes(Duration.ofHours(1))).containsExactly(1L);
		assertThat(this.kaspi.events).isEmpty();
	}

	@Test
	void paymentAfterExpiryIsAskedAboutAndThenLate() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", "EXPIRED", "25000");
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:EXPIRED");
		this.kaspi.answerStatus("ORD-1", json(403, "{}"));
		this.kaspi.run(Duration.ofSeconds(1));
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		assertThat(questionTimes(Duration.ofHours(1))).containsExactly(30L);
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:EXPIRED", "ORD-1:PAID");
		assertThat(((KaspiOrderPaidEvent) this.kaspi.events.get(1)).late()).isTrue();
	}

	@Test
	void claimedPaymentIsBelievedForAWhileThoughTheAnswerLagsBehind() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", "EXPIRED", "25000");
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		this.kaspi.answerStatus("ORD-1", "EXPIRED", "25000");
		this.kaspi.run(Duration.ofSeconds(61));
		assertThat(this.kaspi.questions()).isEqualTo(3);
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:EXPIRED");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.run(Duration.ofSeconds(31));
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:EXPIRED", "ORD-1:PAID");
	}

	@Test
	void claimedPaymentThatIsNeverShownIsDropped() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", "EXPIRED", "25000");
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		this.kaspi.answerStatus("ORD-1", "EXPIRED", "25000");
		this.kaspi.run(Duration.ofHours(2));
		int questions = this.kaspi.questions();
		assertThat(questions).isBetween(5, 20);
		this.kaspi.run(Duration.ofHours(2));
		assertThat(this.kaspi.questions()).isEqualTo(questions);
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:EXPIRED");
	}

	@Test
	void withoutAScheduleOnlyWhatHasToBeConfirmedIsAsked() {
		KaspiPayFixture silent = KaspiPayFixture.create((options) -> options.schedule = null);
		silent.haveCreated("ORD-1");
		silent.run(Duration.ofHours(1));
		assertThat(silent.questions()).isZero();
		assertThat(silent.statusOf("ORD-1")).isEqualTo(KaspiOrderStatus.INIT);
		silent.webhook("ORD-9", "PAID", "500");
		silent.answerStatus("ORD-9", "PAID", "500");
		silent.run(Duration.ofHours(1));
		assertThat(silent.questions()).isEqualTo(1);
		assertThat(silent.eventIds()).containsExactly("ORD-9:PAID");
	}

	@Test
	void stopsAskingWhileEveryQuestionFailsAlikeAndGoesOnLater() {
		createSix(this.kaspi, aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
		this.kaspi.clock.advance(Duration.ofSeconds(30));
		this.kaspi.poller.poll();
		assertThat(this.kaspi.questions()).isEqualTo(3);
		haveSixPaid(this.kaspi);
		this.kaspi.run(Duration.ofSeconds(31));
		assertThat(this.kaspi.eventIds()).hasSize(6);
	}

	@Test
	void asksNothingForAsLongAsKaspiPayAskedFor() {
		KaspiPayFixture limited = KaspiPayFixture
			.create((options) -> options.budget = (clock) -> KaspiPayFixture.budget(1000, 0, clock));
		createSix(limited, json(429, "{}").withHeader("Retry-After", "60"));
		limited.run(Duration.ofSeconds(89));
		assertThat(limited.questions()).isEqualTo(1);
		haveSixPaid(limited);
		limited.run(Duration.ofSeconds(10));
		assertThat(limited.eventIds()).hasSize(6);
	}

	@Test
	void livesOnWhatUsersLeave() {
		KaspiPayFixture limited = KaspiPayFixture
			.create((options) -> options.budget = (clock) -> KaspiPayFixture.budget(10, 4, clock));
		createSix(limited, json(200, "{\"orderId\":\"ORD-1\",\"status\":\"INIT\",\"amount\":25000}"));
		limited.run(Duration.ofSeconds(59));
		assertThat(limited.questions()).as("one token call and six orders before").isZero();
		limited.run(Duration.ofMinutes(10));
		assertThat(limited.questions()).isBetween(40, 60);
	}

	private static void createSix(KaspiPayFixture kaspi, ResponseDefinitionBuilder answer) {
		for (int number = 1; number <= 6; number++) {
			kaspi.haveCreated("ORD-" + number);
			kaspi.answerStatus("ORD-" + number, answer);
		}
	}

	private static void haveSixPaid(KaspiPayFixture kaspi) {
		for (int number = 1; number <= 6; number++) {
			kaspi.answerStatus("ORD-" + number, "PAID", "25000");
		}
	}

	@Test
	void interruptedPollerStopsAsking() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.clock.advance(Duration.ofMinutes(1));
		Thread.currentThread().interrupt();
		this.kaspi.poller.poll();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.kaspi.questions()).isZero();
	}

	private List<Long> questionTimes(Duration duration) {
		Instant start = this.kaspi.clock.instant();
		int before = this.kaspi.pollsAt.size();
		this.kaspi.run(duration);
		List<Instant> polls = this.kaspi.pollsAt.subList(before, this.kaspi.pollsAt.size());
		return polls.stream().map((at) -> Duration.between(start, at).toSeconds()).toList();
	}

}
