/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;

import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiRefundRefusedException;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.kaspipay.KaspiPayFixture.json;
import static io.github.kaspipay.KaspiPayFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Payments that do not fit, and what a person makes of them.
 */
class DisputeTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@Test
	void paymentOfAnotherAmountKeepsWhatWasClaimed() {
		havePaidOtherAmount();
		KaspiOrder order = this.kaspi.service.findByOrderId("ORD-1").orElseThrow();
		assertThat(order.status()).isEqualTo(KaspiOrderStatus.INIT);
		assertThat(order.disputed()).isTrue();
		assertThat(order.claimedStatus()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(order.claimedAmount()).isEqualTo("24999");
		assertThat(this.kaspi.events).singleElement().isInstanceOfSatisfying(KaspiOrderDisputedEvent.class, (event) -> {
			assertThat(event.reason()).isEqualTo(Reason.AMOUNT_MISMATCH);
			assertThat(event.amount()).isEqualTo("25000");
			assertThat(event.claimedStatus()).isEqualTo(KaspiOrderStatus.PAID);
			assertThat(event.claimedAmount()).isEqualTo("24999");
			assertThat(event.eventId()).hasSizeLessThanOrEqualTo(100);
		});
		assertThat(this.kaspi.store.find(KaspiOrderQuery.disputed()).orders()).containsExactly(order);
	}

	@Test
	void sameClaimFromWebhookPollAndQueryIsOneDispute() {
		havePaidOtherAmount();
		this.kaspi.webhook("ORD-1", "PAID", "24999.00");
		this.kaspi.service.get("ORD-1");
		this.kaspi.run(Duration.ofDays(2));
		assertThat(this.kaspi.events).hasSize(1);
	}

	@Test
	void acceptedPaymentIsPaidWithThePaidAmount() {
		havePaidOtherAmount();
		KaspiOrder accepted = this.kaspi.disputes.accept("ORD-1");
		assertThat(accepted.status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(accepted.amount()).isEqualTo("24999");
		assertThat(accepted.disputed()).isFalse();
		assertThat(this.kaspi.events).last()
			.isInstanceOfSatisfying(KaspiOrderPaidEvent.class,
					(event) -> assertThat(event.amount()).isEqualTo("24999"));
		this.kaspi.webhook("ORD-1", "PAID", "24999");
		this.kaspi.service.get("ORD-1");
		assertThat(this.kaspi.events).hasSize(2);
		assertThatIllegalStateException().isThrownBy(() -> this.kaspi.disputes.accept("ORD-1"))
			.withMessageContaining("ORD-1");
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
		assertThat(this.kaspi.service.refund("ORD-1", KaspiRefundRequest.full("why")).amount()).isEqualTo("24999");
	}

	@Test
	void dismissedClaimIsNotDisputedAgainAndAnotherOneIs() {
		havePaidOtherAmount();
		KaspiOrder dismissed = this.kaspi.disputes.dismiss("ORD-1");
		assertThat(dismissed.disputed()).isFalse();
		assertThat(dismissed.status()).isEqualTo(KaspiOrderStatus.INIT);
		this.kaspi.webhook("ORD-1", "PAID", "24999");
		assertThat(this.kaspi.events).hasSize(1);
		this.kaspi.webhook("ORD-1", "PAID", "1");
		assertThat(this.kaspi.events).hasSize(2);
		assertThatIllegalArgumentException().isThrownBy(() -> this.kaspi.disputes.dismiss("ORD-9"))
			.withMessageContaining("ORD-9");
	}

	@Test
	void rightAmountAfterTheWrongOneIsPaidAndSettlesTheDispute() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.webhook("ORD-1", "PAID", "24999");
		assertThat(this.kaspi.events).hasSize(1);
		this.kaspi.run(Duration.ofSeconds(2));
		assertThat(this.kaspi.events).hasSize(2).last().isInstanceOf(KaspiOrderPaidEvent.class);
		assertThat(this.kaspi.service.findByOrderId("ORD-1").orElseThrow().disputed()).isFalse();
	}

	@Test
	void disputedPaymentIsRefundedUpToWhatWasPaidWithoutAPaidEvent() {
		havePaidOtherAmount();
		this.kaspi.answerRefund("ORD-1", json(200, "{\"refundId\":\"R-1\"}"));
		assertThatExceptionOfType(KaspiRefundRefusedException.class).isThrownBy(() -> refund("25000"));
		assertThat(this.kaspi.service.findByOrderId("ORD-1").orElseThrow().leftToRefund()).isEqualTo("24999");
		assertThat(refund("999").status()).isEqualTo(KaspiOrderStatus.INIT);
		assertThat(this.kaspi.service.refund("ORD-1", KaspiRefundRequest.full("rest")).amount()).isEqualTo("24000");
		KaspiOrder order = this.kaspi.service.findByOrderId("ORD-1").orElseThrow();
		assertThat(order.status()).isEqualTo(KaspiOrderStatus.REFUNDED);
		assertThat(order.refundedAmount()).isEqualTo("24999");
		assertThat(order.disputed()).isFalse();
		assertThat(this.kaspi.events.subList(1, 3)).hasOnlyElementsOfType(KaspiOrderRefundedEvent.class);
		this.kaspi.webhook("ORD-1", "REFUNDED", "24999");
		this.kaspi.run(Duration.ofHours(3));
		assertThat(this.kaspi.events).hasSize(3);
	}

	@Test
	void disputedOrderIsNeitherCancelledNorPolledForEver() {
		havePaidOtherAmount();
		this.kaspi.run(Duration.ofDays(2));
		int queries = this.kaspi.questions();
		this.kaspi.run(Duration.ofDays(1));
		assertThat(this.kaspi.questions()).isEqualTo(queries);
		assertThat(this.kaspi.service.findByOrderId("ORD-1").orElseThrow().disputed()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CHARGEBACK", "REVERSED" })
	void unknownStatusOfAPaidOrderIsDisputedOnceItIsConfirmed(String status) {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerStatus("ORD-1", status, "25000");
		this.kaspi.webhook("ORD-1", status, "25000");
		assertThat(this.kaspi.events).isEmpty();
		this.kaspi.run(Duration.ofSeconds(2));
		assertThat(this.kaspi.events).singleElement().isInstanceOfSatisfying(KaspiOrderDisputedEvent.class, (event) -> {
			assertThat(event.reason()).isEqualTo(Reason.UNKNOWN_STATUS);
			assertThat(event.claimedStatus().value()).isEqualTo(status);
		});
		this.kaspi.webhook("ORD-1", status, "25000");
		this.kaspi.run(Duration.ofHours(1));
		assertThat(this.kaspi.events).hasSize(1);
		assertThat(this.kaspi.disputes.accept("ORD-1").status()).as("the payment counts")
			.isEqualTo(KaspiOrderStatus.PAID);
	}

	@Test
	void unknownStatusThatComesLateAndDoesNotHoldIsNothing() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.webhook("ORD-1", "PROCESSING", "25000");
		this.kaspi.run(Duration.ofMinutes(1));
		assertThat(this.kaspi.events).isEmpty();
		assertThat(this.kaspi.questions()).isEqualTo(1);
	}

	@Test
	void claimThatWasDisputedBeforeOpensNothingWhenItComesBack() {
		havePaidOtherAmount();
		this.kaspi.webhook("ORD-1", "PAID", "1");
		this.kaspi.disputes.dismiss("ORD-1");
		this.kaspi.webhook("ORD-1", "PAID", "24999");
		assertThat(this.kaspi.service.findByOrderId("ORD-1").orElseThrow().disputed()).isFalse();
		assertThat(this.kaspi.events).hasSize(2);
	}

	@Test
	void orderWhoseDisputedPaymentWasDismissedIsClosedAtItsAgeLimitAndNotPolledForEver() {
		havePaidOtherAmount();
		this.kaspi.disputes.dismiss("ORD-1");
		this.kaspi.run(Duration.ofMinutes(31));
		assertThat(this.kaspi.statusOf("ORD-1")).isEqualTo(KaspiOrderStatus.CANCELLED);
		this.kaspi.run(Duration.ofHours(50));
		int queries = this.kaspi.questions();
		this.kaspi.run(Duration.ofDays(2));
		assertThat(this.kaspi.questions()).isEqualTo(queries);
	}

	@Test
	void acceptedClaimOfARefundLeavesThePaidAmountAndIsAskedAbout() {
		this.kaspi.havePaid("ORD-1");
		this.kaspi.webhook("ORD-1", "PARTIALLY_REFUNDED", "30000");
		assertThat(this.kaspi.events).singleElement().isInstanceOf(KaspiOrderDisputedEvent.class);
		this.kaspi.answerStatus("ORD-1", "PARTIALLY_REFUNDED", "25000");
		KaspiOrder accepted = this.kaspi.disputes.accept("ORD-1");
		assertThat(accepted.amount()).isEqualTo("25000");
		this.kaspi.run(Duration.ofSeconds(2));
		assertThat(this.kaspi.service.findByOrderId("ORD-1").orElseThrow().status())
			.isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
	}

	@Test
	void signedPaymentThatNoAnswerConfirmsIsNotCancelledAndInTheEndDisputed() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", "PAID", null);
		this.kaspi.answerStatus("ORD-1", json(404, "{}"));
		this.kaspi.run(Duration.ofHours(20));
		assertThat(this.kaspi.events).isEmpty();
		this.kaspi.run(Duration.ofHours(6));
		assertThat(this.kaspi.events).singleElement()
			.isInstanceOfSatisfying(KaspiOrderDisputedEvent.class,
					(event) -> assertThat(event.claimedStatus()).isEqualTo(KaspiOrderStatus.PAID));
		int queries = this.kaspi.questions();
		this.kaspi.run(Duration.ofDays(2));
		assertThat(this.kaspi.questions()).isEqualTo(queries);
	}

	private void havePaidOtherAmount() {
		this.kaspi.answerCreated("ORD-1");
		this.kaspi.service.create(order("order_ORD-1", "25000"));
		this.kaspi.answerStatus("ORD-1", "PAID", "24999");
		this.kaspi.webhook("ORD-1", "PAID", "24999");
	}

	private KaspiRefund refund(String amount) {
		return this.kaspi.service.refund("ORD-1", KaspiRefundRequest.of(new BigDecimal(amount), "why"));
	}

}
