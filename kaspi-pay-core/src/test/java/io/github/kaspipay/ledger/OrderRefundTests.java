/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiOperationInProgressException;
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
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Giving money back through the service, over HTTP: never twice, never too much.
 */
class OrderRefundTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@BeforeEach
	void haveAPaidOrder() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerRefund("ORD-1", json(200, "{\"refundId\":\"R-1\"}"));
	}

	@Test
	void partsUpToTheWholeMakeAnEventForEach() {
		KaspiRefund first = refund("10000");
		assertThat(first.amount()).isEqualTo("10000");
		assertThat(first.refundedTotal()).isEqualTo("10000");
		assertThat(first.status()).isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
		assertThat(first.refundId()).isEqualTo("R-1");
		assertThat(first.state()).isEqualTo(KaspiRefundState.ACCEPTED);
		assertThat(refund("5000").refundedTotal()).isEqualTo("15000");
		KaspiRefund last = this.kaspi.service.refund("ORD-1", KaspiRefundRequest.full("rest"));
		assertThat(last.amount()).isEqualTo("10000");
		assertThat(last.refundedTotal()).isEqualTo("25000");
		assertThat(last.status()).isEqualTo(KaspiOrderStatus.REFUNDED);
		assertThat(refundEvents()).extracting(KaspiOrderRefundedEvent::amount)
			.containsExactly(new BigDecimal("10000"), new BigDecimal("5000"), new BigDecimal("10000"));
		assertThat(refundEvents()).extracting(KaspiOrderRefundedEvent::refundedTotal)
			.containsExactly(new BigDecimal("10000"), new BigDecimal("15000"), new BigDecimal("25000"));
		assertThat(refundEvents()).extracting(KaspiOrderRefundedEvent::full).containsExactly(false, false, true);
		assertThat(refundEvents()).allSatisfy((event) -> {
			assertThat(event.refundId()).isEqualTo("R-1");
			assertThat(event.orderAmount()).isEqualTo("25000");
		});
		assertThat(this.kaspi.eventIds()).doesNotHaveDuplicates();
		this.kaspi.answerStatus("ORD-1", "REFUNDED", "25000");
		refuses("0.01");
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void furtherPartInDoubtHoldsBackRefundsUntilSettledByHand(boolean happened) {
		refund("10000");
		this.kaspi.answerRefund("ORD-1", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(() -> refund("5000"));
		assertThatExceptionOfType(KaspiOperationInProgressException.class).isThrownBy(() -> refund("1000"));
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(2);
		this.kaspi.clock.advance(Duration.ofSeconds(90));
		assertThat(this.kaspi.ledger.settleRefund("ORD-1", happened)).isTrue();
		assertThat(this.kaspi.ledger.settleRefund("ORD-1", happened)).isFalse();
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
		assertThat(refund("1000").refundedTotal()).isEqualTo(happened ? "16000" : "11000");
	}

	@Test
	void refundOfAnOrderThatIsNotInTheLedgerCannotBeSettledByHand() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.kaspi.ledger.settleRefund("ORD-9", true))
			.withMessageContaining("ORD-9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "25000.01", "99999" })
	void moreThanTheOrderIsRefusedWithoutACall(String amount) {
		refuses(amount);
		assertThat(this.kaspi.refunds("ORD-1")).isZero();
	}

	@Test
	void moreThanWhatIsLeftIsRefusedWithoutACall() {
		refund("24000");
		refuses("1000.01");
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(1);
		assertThat(refund("1000").status()).isEqualTo(KaspiOrderStatus.REFUNDED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "INIT", "CANCELLED", "EXPIRED", "SOMETHING_NEW" })
	void orderThatIsNotPaidIsAskedAboutAndRefused(String status) {
		this.kaspi.haveCreated("ORD-2");
		this.kaspi.answerStatus("ORD-2", status, "25000");
		assertThatExceptionOfType(KaspiRefundRefusedException.class)
			.isThrownBy(() -> this.kaspi.service.refund("ORD-2", KaspiRefundRequest.full("why")))
			.withMessageContaining("ORD-2")
			.withMessageContaining(status);
		assertThat(this.kaspi.questions()).isEqualTo(1);
		assertThat(this.kaspi.refunds("ORD-2")).isZero();
	}

	@Test
	void orderTheLedgerDoesNotKnowIsAskedAboutFirst() {
		this.kaspi.answerStatus("ORD-3", "PAID", "700");
		this.kaspi.answerRefund("ORD-3", json(200, ""));
		assertThat(this.kaspi.service.refund("ORD-3", KaspiRefundRequest.full("why")).amount()).isEqualTo("700");
	}

	@Test
	void refundIsPossibleFor180Days() {
		this.kaspi.clock.advance(Duration.ofDays(180));
		refund("1");
		this.kaspi.clock.advance(Duration.ofSeconds(1));
		assertThatExceptionOfType(KaspiRefundRefusedException.class).isThrownBy(() -> refund("1"))
			.withMessageContaining("180 days");
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(1);
	}

	@Test
	void refusedRefundCanBeTriedAgain() {
		this.kaspi.answerRefund("ORD-1", json(422, "{}"));
		assertThatExceptionOfType(KaspiInvalidRequestException.class).isThrownBy(() -> refund("100"));
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
		assertThat(refund("25000").status()).isEqualTo(KaspiOrderStatus.REFUNDED);
	}

	@Test
	void refusedRefundThatIsSentAgainIsInDoubtLikeAnyOther() {
		KaspiRefundRequest request = KaspiRefundRequest.of(new BigDecimal("10000"), "why").key("return-1");
		this.kaspi.answerRefund("ORD-1", json(422, "{}"));
		assertThatExceptionOfType(KaspiInvalidRequestException.class)
			.isThrownBy(() -> this.kaspi.service.refund("ORD-1", request));
		this.kaspi.answerRefund("ORD-1", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.kaspi.service.refund("ORD-1", request));
		assertThat(this.kaspi.service.findByOrderId("ORD-1").orElseThrow().refundInDoubt()).isTrue();
		assertThatExceptionOfType(KaspiOperationInProgressException.class).isThrownBy(() -> refund("1"));
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(2);
	}

	@Test
	void refundInDoubtBlocksAnotherWithoutACall() {
		haveRefundInDoubt("10000");
		assertThatExceptionOfType(KaspiOperationInProgressException.class).isThrownBy(() -> refund("1"))
			.withMessageContaining("nothing was sent");
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(1);
	}

	@Test
	void refundThatEndedInAServerFailureIsInDoubt() {
		this.kaspi.answerRefund("ORD-1", json(500, "{}"));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(() -> refund("10000"));
		assertThatExceptionOfType(KaspiOperationInProgressException.class).isThrownBy(() -> refund("10000"));
		assertThat(this.kaspi.refunds("ORD-1")).isEqualTo(1);
	}

	@Test
	void refundInDoubtOfAllThatIsLeftIsSettledByGet() {
		haveRefundInDoubt("25000");
		this.kaspi.answerStatus("ORD-1", "REFUNDED", "25000");
		assertThat(this.kaspi.service.get("ORD-1").refundedAmount()).isEqualTo("25000");
		assertThat(refundEvents()).singleElement().satisfies((event) -> assertThat(event.full()).isTrue());
		assertThat(this.kaspi.service.refunds("ORD-1")).singleElement()
			.satisfies((refund) -> assertThat(refund.state()).isEqualTo(KaspiRefundState.ACCEPTED));
	}

	@Test
	void refundInDoubtIsNotSettledByAPartThatSomebodyElseMayHaveRefunded() {
		haveRefundInDoubt("10000");
		this.kaspi.answerStatus("ORD-1", "PARTIALLY_REFUNDED", "25000");
		KaspiOrder order = this.kaspi.service.get("ORD-1");
		assertThat(order.status()).isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
		assertThat(order.refundedAmount()).isEqualTo("0");
		assertThat(order.refundInDoubt()).isTrue();
		assertThat(order.refundedAmountKnown()).isFalse();
		assertThat(this.kaspi.service.refunds("ORD-1")).singleElement()
			.satisfies((refund) -> assertThat(refund.state()).isEqualTo(KaspiRefundState.IN_DOUBT));
		assertThat(this.kaspi.events).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void partInDoubtIsSettledByHandAndTheRestIsSomebodyElses(boolean happened) {
		haveRefundInDoubt("10000");
		this.kaspi.webhook("ORD-1", "PARTIALLY_REFUNDED", "25000");
		this.kaspi.clock.advance(Duration.ofSeconds(90));
		assertThat(this.kaspi.ledger.settleRefund("ORD-1", happened)).isTrue();
		KaspiOrder order = this.kaspi.service.findByOrderId("ORD-1").orElseThrow();
		assertThat(order.refundedAmount()).isEqualTo(happened ? "10000" : "0");
		assertThat(order.refundedAmountKnown()).isEqualTo(happened);
		assertThat(refundEvents()).singleElement()
			.satisfies((event) -> assertThat(event.amount()).isEqualTo(happened ? new BigDecimal("10000") : null));
	}

	@Test
	void refundInDoubtThatDidNotHappenIsFreedByALaterAnswer() {
		haveRefundInDoubt("10000");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.service.get("ORD-1");
		assertThatExceptionOfType(KaspiOperationInProgressException.class).isThrownBy(() -> refund("1"));
		this.kaspi.clock.advance(Duration.ofMinutes(3));
		this.kaspi.service.get("ORD-1");
		assertThat(refund("25000").refundedTotal()).isEqualTo("25000");
		assertThat(refundEvents()).singleElement().satisfies((event) -> assertThat(event.full()).isTrue());
	}

	@Test
	void refundInDoubtIsAskedAboutByThePollerUntilItIsSettled() {
		haveRefundInDoubt("25000");
		this.kaspi.answerStatus("ORD-1", "REFUNDED", "25000");
		this.kaspi.run(Duration.ofMinutes(5));
		assertThat(refundEvents()).singleElement().satisfies((event) -> assertThat(event.full()).isTrue());
		assertThat(this.kaspi.questions()).isEqualTo(1);
	}

	@Test
	void refundThatNothingSettlesIsNotAskedAboutForEverAtFullSpeed() {
		refund("1000");
		haveRefundInDoubt("2000");
		this.kaspi.answerStatus("ORD-1", "PARTIALLY_REFUNDED", "25000");
		this.kaspi.run(Duration.ofHours(3));
		assertThat(this.kaspi.questions()).isBetween(3, 60);
	}

	@Test
	void webhookOfARefundMayComeBeforeItsAnswer() {
		LedgerEntry entry = this.kaspi.ledger.findByOrderId("ORD-1");
		RefundEntry pending = this.kaspi.ledger.refunds().recordRefundIntent(entry, new BigDecimal("10000"), null);
		this.kaspi.webhook("ORD-1", "PARTIALLY_REFUNDED", "25000");
		this.kaspi.ledger.refunds().recordRefund("ORD-1", pending, new RefundAnswer("R-1", null, null));
		assertThat(refundEvents()).singleElement().satisfies((event) -> {
			assertThat(event.amount()).isEqualTo("10000");
			assertThat(event.refundedTotal()).isEqualTo("10000");
		});
		assertThat(this.kaspi.store.findByOrderId("ORD-1").order().refundedAmount()).isEqualTo("10000");
	}

	@Test
	void callersAtOnceNeverGiveBackMoreThanTheOrder() throws Exception {
		this.kaspi.answerRefund("ORD-1", json(200, "{}").withFixedDelay(20));
		List<Integer> done = KaspiOrderLedgerTests.together(20, (thread) -> {
			try {
				refund("10000");
				return 1;
			}
			catch (KaspiOperationInProgressException | KaspiRefundRefusedException ex) {
				return 0;
			}
		});
		int refunds = done.stream().mapToInt(Integer::intValue).sum();
		assertThat(refunds).isBetween(1, 2).isEqualTo(this.kaspi.refunds("ORD-1"));
		assertThat(this.kaspi.store.findByOrderId("ORD-1").order().refundedAmount())
			.isEqualByComparingTo(String.valueOf(10000 * refunds));
	}

	private List<KaspiOrderRefundedEvent> refundEvents() {
		return this.kaspi.events.stream().map(KaspiOrderRefundedEvent.class::cast).toList();
	}

	private KaspiRefund refund(String amount) {
		return this.kaspi.service.refund("ORD-1", KaspiRefundRequest.of(new BigDecimal(amount), "why"));
	}

	private void refuses(String amount) {
		assertThatExceptionOfType(KaspiRefundRefusedException.class).isThrownBy(() -> refund(amount))
			.withMessageContaining("ORD-1");
	}

	private void haveRefundInDoubt(String amount) {
		this.kaspi.answerRefund("ORD-1", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(() -> refund(amount));
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
	}

}
