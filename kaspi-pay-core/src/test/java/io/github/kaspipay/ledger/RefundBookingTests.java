/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiRefundRefusedException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.order.KaspiRefundState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is booked as refunded: by answers, by webhooks, by keys, and by hand.
 */
class RefundBookingTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@BeforeEach
	void haveAPaidOrder() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"status\":\"REFUNDED\",\"amount\":5000}",
			"{\"status\":\"REFUNDED\",\"amount\":{\"value\":5000,\"currency\":\"KZT\"}}" })
	void answerWithTheRefundsOwnAmountBooksThatAmount(String answer) {
		this.kaspi.answerRefund("ORD-1", json(200, answer));
		KaspiRefund refund = refund("5000", null);
		assertThat(refund.refundedTotal()).isEqualTo("5000");
		assertThat(refund.status()).isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
		this.kaspi.run(Duration.ofHours(1));
		assertThat(this.kaspi.questions()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PARTIALLY_REFUNDED", "REFUNDED" })
	void answerThatSaysRefundedWithoutAnAmountIsAskedAbout(String status) {
		this.kaspi.answerRefund("ORD-1", json(200, "{\"status\":\"REFUNDED\"}"));
		this.kaspi.answerStatus("ORD-1", status, "25000");
		assertThat(refund("5000", null).refundedTotal()).isEqualTo("5000");
		this.kaspi.run(Duration.ofSeconds(2));
		assertThat(this.kaspi.questions()).isEqualTo(1);
		assertThat(order().refundedAmount()).isEqualTo(status.equals("REFUNDED") ? "25000" : "5000");
		assertThat(refundEvents()).hasSize(status.equals("REFUNDED") ? 2 : 1);
	}

	@Test
	void webhookWithTheAmountOfAPartBooksThePart() {
		this.kaspi.webhook("ORD-1", "REFUNDED", "5000");
		assertThat(order().status()).isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
		assertThat(order().refundedAmount()).isEqualTo("5000");
		assertThat(order().leftToRefund()).isEqualTo("20000");
		assertThat(refundEvents()).singleElement().satisfies((event) -> {
			assertThat(event.amount()).isEqualTo("5000");
			assertThat(event.full()).isFalse();
		});
		this.kaspi.webhook("ORD-1", "REFUNDED", "5000");
		assertThat(refundEvents()).as("a repetition").hasSize(1);
	}

	@Test
	void webhookWithTheAmountOfAnOwnRefundSaysNothingNew() {
		refund("5000", null);
		this.kaspi.webhook("ORD-1", "REFUNDED", "5000");
		assertThat(order().refundedAmount()).isEqualTo("5000");
		assertThat(refundEvents()).hasSize(1);
	}

	@Test
	void webhookWithTheAmountInDoubtSettlesTheDoubt() {
		haveRefundInDoubt("5000", null);
		this.kaspi.webhook("ORD-1", "PARTIALLY_REFUNDED", "5000");
		assertThat(order().refundedAmount()).isEqualTo("5000");
		assertThat(order().refundInDoubt()).isFalse();
	}

	@Test
	void webhookWithTheAmountOfTheRestIsTheWhole() {
		refund("5000", null);
		this.kaspi.webhook("ORD-1", "REFUNDED", "20000");
		assertThat(order().status()).isEqualTo(KaspiOrderStatus.REFUNDED);
		assertThat(order().refundedAmount()).isEqualTo("25000");
		assertThat(refundEvents()).hasSize(2).last().satisfies((event) -> {
			assertThat(event.amount()).isEqualTo("20000");
			assertThat(event.full()).isTrue();
		});
	}

	@Test
	void refundInDoubtThatNoLongerFitsDidNotHappen() {
		haveRefundInDoubt("10000", null);
		this.kaspi.webhook("ORD-1", "PARTIALLY_REFUNDED", "20000");
		this.kaspi.webhook("ORD-1", "REFUNDED", "25000");
		assertThat(order().refundedAmount()).isEqualTo("25000");
		assertThat(order().refundInDoubt()).isFalse();
		this.kaspi.run(Duration.ofDays(2));
		assertThat(this.kaspi.questions()).isZero();
	}

	@Test
	void refundInDoubtThatNoAnswerSettlesIsNotPolledForEver() {
		refund("1000", null);
		haveRefundInDoubt("2000", null);
		this.kaspi.answerStatus("ORD-1", "PARTIALLY_REFUNDED", "25000");
		this.kaspi.run(Duration.ofDays(2));
		int queries = this.kaspi.questions();
		this.kaspi.run(Duration.ofDays(2));
		assertThat(this.kaspi.questions()).isEqualTo(queries);
		assertThat(order().refundInDoubt()).as("for a person to settle").isTrue();
	}

	@Test
	void refundedWebhookWithoutAnAmountIsAskedAbout() {
		this.kaspi.answerStatus("ORD-1", "REFUNDED", "25000");
		assertThat(this.kaspi.webhook("ORD-1", "REFUNDED", null)).isEqualTo(ObservationOutcome.TO_CONFIRM);
		assertThat(order().refundedAmount()).isEqualTo("0");
		this.kaspi.run(Duration.ofSeconds(2));
		assertThat(order().refundedAmount()).isEqualTo("25000");
	}

	@Test
	void partRefundedElsewhereOfUnknownAmountIsAStateOfItsOwn() {
		this.kaspi.webhook("ORD-1", "PARTIALLY_REFUNDED", "25000");
		assertThat(order().refundedAmountKnown()).isFalse();
		assertThat(order().refundedAmount()).isEqualTo("0");
		assertThat(refundEvents()).singleElement().satisfies((event) -> assertThat(event.amount()).isNull());
		assertThat(this.kaspi.service.refunds("ORD-1")).singleElement().satisfies((refund) -> {
			assertThat(refund.state()).isEqualTo(KaspiRefundState.OBSERVED);
			assertThat(refund.amount()).isNull();
		});
		assertThatExceptionOfType(KaspiRefundRefusedException.class)
			.isThrownBy(() -> this.kaspi.service.refund("ORD-1", KaspiRefundRequest.full("why")))
			.withMessageContaining("elsewhere");
		assertThat(this.kaspi.refunds("ORD-1")).isZero();
		assertThat(List.of("-1", "0", "25000")).allSatisfy((amount) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> this.kaspi.ledger.settleRefundedAmount("ORD-1", new BigDecimal(amount))));
		assertThat(this.kaspi.ledger.settleRefundedAmount("ORD-1", new BigDecimal("3000")).refundedAmount())
			.isEqualTo("3000");
		assertThat(this.kaspi.service.refund("ORD-1", KaspiRefundRequest.full("rest")).amount()).isEqualTo("22000");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.kaspi.ledger.settleRefundedAmount("ORD-1", BigDecimal.ONE));
	}

	@Test
	void wholeRefundedAfterAPartOfUnknownAmountIsTheWhole() {
		this.kaspi.webhook("ORD-1", "PARTIALLY_REFUNDED", "25000");
		this.kaspi.webhook("ORD-1", "REFUNDED", "25000");
		assertThat(order().refundedAmount()).isEqualTo("25000");
		assertThat(order().refundedAmountKnown()).isTrue();
		assertThat(refundEvents()).hasSize(2).last().satisfies((event) -> assertThat(event.full()).isTrue());
	}

	static List<ResponseDefinitionBuilder> nonsense() {
		return List.of(json(500, "{}"), json(503, "<html>down</html>"), json(502, ""),
				aResponse().withFault(Fault.EMPTY_RESPONSE), aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
	}

	@ParameterizedTest
	@MethodSource("nonsense")
	void refundAnsweredWithoutSayingWhatHappenedIsUnknownAndNotSentAgainByItsKey(ResponseDefinitionBuilder answer) {
		this.kaspi.answerRefund("ORD-1", answer);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(() -> refund("5000", "return-7"));
		}
		this.kaspi.webhook("ORD-1", "PARTIALLY_REFUNDED", "5000");
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
		assertThat(refund("5000", "return-7").state()).isEqualTo(KaspiRefundState.ACCEPTED);
		assertThat(order().refundedAmount()).isEqualTo("5000");
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(1);
	}

	@Test
	void sameKeyIsTheSameRefundSentOnce() {
		this.kaspi.answerRefund("ORD-1", json(200, "{\"refundId\":\"R-1\"}"));
		for (int i = 0; i < 4; i++) {
			KaspiRefund refund = refund("5000", "return-7");
			assertThat(refund.refundId()).isEqualTo("R-1");
			assertThat(refund.key()).isEqualTo("return-7");
			assertThat(refund.refundedTotal()).isEqualTo("5000");
		}
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(1);
		assertThat(refund("5000", "return-8").refundedTotal()).isEqualTo("10000");
		assertThat(refundEvents()).extracting(KaspiOrderRefundedEvent::key).containsExactly("return-7", "return-8");
		assertThatExceptionOfType(KaspiRefundRefusedException.class).isThrownBy(() -> refund("5001", "return-7"))
			.withMessageContaining("return-7");
		assertThat(this.kaspi.service.refunds("ORD-1")).hasSize(2);
	}

	@Test
	void sameKeyFromManyThreadsIsSentOnce() throws Exception {
		this.kaspi.answerRefund("ORD-1", json(200, "{}").withFixedDelay(50));
		KaspiOrderLedgerTests.together(20, (thread) -> {
			try {
				return refund("5000", "return-7").refundedTotal();
			}
			catch (KaspiOperationInProgressException ex) {
				return BigDecimal.ZERO;
			}
		});
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(1);
		assertThat(order().refundedAmount()).isEqualTo("5000");
	}

	@Test
	void refusedRefundMayBeSentAgainWithItsKey() {
		this.kaspi.answerRefund("ORD-1", json(422, "{}"));
		assertThatExceptionOfType(KaspiInvalidRequestException.class).isThrownBy(() -> refund("5000", "return-7"));
		assertThat(this.kaspi.service.refunds("ORD-1")).singleElement()
			.satisfies((refund) -> assertThat(refund.state()).isEqualTo(KaspiRefundState.REFUSED));
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
		assertThat(refund("5000", "return-7").refundedTotal()).isEqualTo("5000");
		assertThat(this.kaspi.service.refunds("ORD-1")).hasSize(1);
	}

	@Test
	void refundYoungerThanACallCannotBeSettledByHandAndIsBookedWhenItIsAccepted() {
		LedgerEntry entry = this.kaspi.ledger.findByOrderId("ORD-1");
		RefundEntry refund = this.kaspi.ledger.refunds().recordRefundIntent(entry, new BigDecimal("5000"), null);
		assertThatExceptionOfType(KaspiOperationInProgressException.class)
			.isThrownBy(() -> this.kaspi.ledger.settleRefund("ORD-1", false));
		this.kaspi.clock.advance(Duration.ofSeconds(90));
		assertThat(this.kaspi.ledger.settleRefund("ORD-1", false)).isTrue();
		this.kaspi.ledger.refunds().recordRefund("ORD-1", refund, new RefundAnswer("R-1", null, null));
		assertThat(order().refundedAmount()).isEqualTo("5000");
		assertThat(refundEvents()).hasSize(1);
	}

	@Test
	void refundDroppedBecauseNoneShowedIsBookedWhenItIsAcceptedAfterAll() {
		LedgerEntry entry = this.kaspi.ledger.findByOrderId("ORD-1");
		RefundEntry refund = this.kaspi.ledger.refunds().recordRefundIntent(entry, new BigDecimal("5000"), null);
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.run(Duration.ofMinutes(4));
		assertThat(this.kaspi.service.refunds("ORD-1")).singleElement()
			.satisfies((dropped) -> assertThat(dropped.state()).isEqualTo(KaspiRefundState.REFUSED));
		this.kaspi.ledger.refunds().recordRefund("ORD-1", refund, new RefundAnswer(null, null, null));
		assertThat(order().refundedAmount()).isEqualTo("5000");
	}

	@Test
	void refundOfAnOrderTheLedgerDoesNotKnowPublishesNoPayment() {
		this.kaspi.answerStatus("OLD-1", "PAID", "700");
		this.kaspi.answerRefund("OLD-1", json(200, "{}"));
		this.kaspi.service.refund("OLD-1", KaspiRefundRequest.full("why"));
		assertThat(refundEvents()).singleElement().satisfies((event) -> assertThat(event.full()).isTrue());
	}

	@ParameterizedTest
	@ValueSource(strings = { "PARTIALLY_REFUNDED", "REFUNDED" })
	void refundToldOfAnOrderTheLedgerDoesNotKnowPublishesNoPayment(String status) {
		this.kaspi.webhook("OLD-1", status, "700");
		this.kaspi.answerStatus("OLD-1", status, "700");
		this.kaspi.run(Duration.ofSeconds(2));
		assertThat(this.kaspi.events).singleElement().isInstanceOf(KaspiOrderRefundedEvent.class);
	}

	@Test
	void adoptedOrderPublishesNothingAndIsRefundedLikeAnyOther() {
		KaspiOrder old = new KaspiOrder("OLD-1", "old_1", KaspiOrderStatus.PARTIALLY_REFUNDED, new BigDecimal("700"),
				new BigDecimal("200"), null, null, null, null, this.kaspi.clock.instant());
		assertThat(this.kaspi.ledger.adopt(old).refundedAmount()).isEqualTo("200");
		assertThat(this.kaspi.ledger.adopt(old).refundedAmount()).isEqualTo("200");
		this.kaspi.webhook("OLD-1", "old_1", "PAID", "700");
		assertThat(this.kaspi.events).isEmpty();
		this.kaspi.answerRefund("OLD-1", json(200, "{}"));
		assertThat(this.kaspi.service.refund("OLD-1", KaspiRefundRequest.full("why")).amount()).isEqualTo("500");
	}

	@Test
	void adoptedOpenOrderIsPolledAndPublishesItsPayment() {
		this.kaspi.ledger.adopt(new KaspiOrder("OLD-1", "old_1", KaspiOrderStatus.INIT, new BigDecimal("700"),
				BigDecimal.ZERO, null, null, this.kaspi.clock.instant(), null, null));
		this.kaspi.answerStatus("OLD-1", "PAID", "700");
		this.kaspi.run(Duration.ofSeconds(31));
		assertThat(this.kaspi.eventIds()).containsExactly("OLD-1:PAID");
	}

	private void haveRefundInDoubt(String amount, String key) {
		this.kaspi.answerRefund("ORD-1", json(500, "{}"));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(() -> refund(amount, key));
	}

	private KaspiRefund refund(String amount, String key) {
		KaspiRefundRequest request = KaspiRefundRequest.of(new BigDecimal(amount), "why");
		return this.kaspi.service.refund("ORD-1", (key != null) ? request.key(key) : request);
	}

	private KaspiOrder order() {
		return this.kaspi.service.findByOrderId("ORD-1").orElseThrow();
	}

	private List<KaspiOrderRefundedEvent> refundEvents() {
		return this.kaspi.events.stream().map(KaspiOrderRefundedEvent.class::cast).toList();
	}

}
