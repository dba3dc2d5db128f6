/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.util.List;

import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.kaspipay.KaspiPayFixture.json;
import static io.github.kaspipay.KaspiPayFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several attempts to be paid under one reference of the shop.
 */
class AttemptTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@Test
	void customerWhoComesBackAfterTheQrCodeHasExpiredGetsAnotherOrder() {
		KaspiOrder first = createFirst();
		this.kaspi.clock.advance(Duration.ofMinutes(16));
		KaspiOrder second = createSecond();
		assertThat(second.orderId()).isEqualTo("ORD-2").isNotEqualTo(first.orderId());
		assertThat(second.reference()).isEqualTo("cart-1");
		assertThat(this.kaspi.service.findByReference("cart-1").orElseThrow().orderId()).isEqualTo("ORD-2");
		assertThat(this.kaspi.service.create(order("cart-1", "25000")).orderId()).isEqualTo("ORD-2");
		assertThat(this.kaspi.count(postRequestedFor(urlPathEqualTo(KaspiPayFixture.ORDERS))
			.withRequestBody(equalToJson("{\"reference\":\"cart-1~2\"}", true, true)))).isEqualTo(1);
		this.kaspi.webhook("ORD-2", "cart-1~2", "PAID", "25000");
		assertThat(this.kaspi.events).singleElement().satisfies((event) -> {
			assertThat(event.eventId()).isEqualTo("ORD-2:PAID");
			assertThat(event.reference()).isEqualTo("cart-1");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "CANCELLED", "EXPIRED" })
	void closedAttemptIsFollowedByAnotherOneOfAnyAmount(String status) {
		createFirst();
		this.kaspi.webhook("ORD-1", "cart-1", status, "25000");
		answerSecond();
		assertThat(this.kaspi.service.create(order("cart-1", "19000")).orderId()).isEqualTo("ORD-2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ORD-1", "ORD-2" })
	void paidReferenceIsUsedUpWhicheverAttemptWasPaid(String paid) {
		createFirst();
		this.kaspi.webhook("ORD-1", "cart-1", "EXPIRED", "25000");
		createSecond();
		this.kaspi.answerStatus(paid, "PAID", "25000");
		this.kaspi.service.get(paid);
		assertThat(this.kaspi.service.findByReference("cart-1").orElseThrow().orderId()).isEqualTo(paid);
		assertThatExceptionOfType(KaspiDuplicateOrderException.class)
			.isThrownBy(() -> this.kaspi.service.create(order("cart-1", "25000")));
		assertThat(this.kaspi.creates()).isEqualTo(2);
	}

	@Test
	void secondPaidAttemptIsDisputedAndCanBeRefunded() {
		createFirst();
		this.kaspi.webhook("ORD-1", "cart-1", "EXPIRED", "25000");
		createSecond();
		this.kaspi.events.clear();
		this.kaspi.webhook("ORD-2", "cart-1~2", "PAID", "25000");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.webhook("ORD-1", "cart-1", "PAID", "25000");
		this.kaspi.run(Duration.ofSeconds(2));
		assertThat(this.kaspi.events).hasSize(2);
		assertThat(this.kaspi.events.get(0)).isInstanceOf(KaspiOrderPaidEvent.class);
		assertThat(this.kaspi.events.get(1)).isInstanceOfSatisfying(KaspiOrderDisputedEvent.class, (event) -> {
			assertThat(event.reason()).isEqualTo(Reason.PAID_TWICE);
			assertThat(event.orderId()).isEqualTo("ORD-1");
			assertThat(event.reference()).isEqualTo("cart-1");
		});
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
		assertThat(this.kaspi.service.refund("ORD-1", KaspiRefundRequest.full("twice")).amount()).isEqualTo("25000");
		assertThat(this.kaspi.statusOf("ORD-2")).isEqualTo(KaspiOrderStatus.PAID);
	}

	@Test
	void secondPaymentThatWasDismissedIsNotPaidWhenTheFirstIsGivenBack() {
		createFirst();
		this.kaspi.webhook("ORD-1", "cart-1", "EXPIRED", "25000");
		createSecond();
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.service.get("ORD-1");
		this.kaspi.webhook("ORD-2", "cart-1~2", "PAID", "25000");
		this.kaspi.disputes.dismiss("ORD-2");
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
		this.kaspi.service.refund("ORD-1", KaspiRefundRequest.full("returned"));
		this.kaspi.events.clear();
		this.kaspi.webhook("ORD-2", "cart-1~2", "PAID", "25000");
		this.kaspi.answerStatus("ORD-2", "PAID", "25000");
		this.kaspi.service.get("ORD-2");
		assertThat(this.kaspi.events).isEmpty();
	}

	@Test
	void attemptThatWasHeardOfWithoutItsReferenceIsStillOneOfTwo() {
		createFirst();
		this.kaspi.webhook("ORD-1", "cart-1", "EXPIRED", "25000");
		LedgerEntry latest = this.kaspi.ledger.findByReference("cart-1").get(0);
		LedgerEntry intent = this.kaspi.ledger.creations().recordIntent(order("cart-1", "25000"), "cart-1~2", latest);
		LedgerEntry third = this.kaspi.ledger.creations().recordIntent(order("cart-1", "25000"), "cart-1~3", intent);
		assertThat(third).isNotNull();
		this.kaspi.webhook("ORD-2", null, "INIT", "25000");
		this.kaspi.webhook("ORD-2", "cart-1~2", "INIT", "25000");
		this.kaspi.webhook("ORD-3", "cart-1~3", "PAID", "25000");
		this.kaspi.webhook("ORD-2", "cart-1~2", "PAID", "25000");
		assertThat(this.kaspi.events.stream().filter(KaspiOrderPaidEvent.class::isInstance)).hasSize(1);
		assertThat(this.kaspi.events).last().isInstanceOf(KaspiOrderDisputedEvent.class);
	}

	@Test
	void wireReferenceThatKaspiPayKnowsFromElsewhereIsPassedOver() {
		createFirst();
		this.kaspi.webhook("ORD-1", "cart-1", "EXPIRED", "25000");
		this.kaspi
			.stub(post(KaspiPayFixture.ORDERS).withRequestBody(containing("\"cart-1~2\"")).willReturn(json(409, "{}")));
		this.kaspi.stub(post(KaspiPayFixture.ORDERS).withRequestBody(containing("\"cart-1~3\""))
			.willReturn(json(201, "{\"orderId\":\"ORD-3\",\"status\":\"INIT\"}")));
		assertThat(this.kaspi.service.create(order("cart-1", "25000")).orderId()).isEqualTo("ORD-3");
	}

	@Test
	void secondAttemptOfAPaymentThatWasGivenBackIsPaid() {
		createFirst();
		this.kaspi.webhook("ORD-1", "cart-1", "EXPIRED", "25000");
		createSecond();
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.service.get("ORD-1");
		this.kaspi.answerRefund("ORD-1", json(200, "{}"));
		this.kaspi.service.refund("ORD-1", KaspiRefundRequest.full("late"));
		this.kaspi.webhook("ORD-2", "cart-1~2", "PAID", "25000");
		assertThat(this.kaspi.events).last().isInstanceOf(KaspiOrderPaidEvent.class);
	}

	@Test
	void manyCustomersWhoComeBackAtOnceMakeOneAttempt() throws Exception {
		createFirst();
		this.kaspi.clock.advance(Duration.ofMinutes(16));
		answerSecond();
		List<String> orders = KaspiOrderLedgerTests.together(20,
				(thread) -> this.kaspi.service.create(order("cart-1", "25000")).orderId());
		assertThat(orders).containsOnly("ORD-2");
		assertThat(this.kaspi.creates()).isEqualTo(2);
	}

	@Test
	void wireReferenceThatTheShopUsesItselfIsLeftToIt() {
		createFirst();
		this.kaspi.stub(post(KaspiPayFixture.ORDERS).withRequestBody(containing("\"cart-1~2\""))
			.willReturn(json(201, "{\"orderId\":\"ORD-9\",\"status\":\"INIT\"}")));
		this.kaspi.service.create(order("cart-1~2", "7"));
		this.kaspi.stub(post(KaspiPayFixture.ORDERS).withRequestBody(containing("\"cart-1~3\""))
			.willReturn(json(201, "{\"orderId\":\"ORD-3\",\"status\":\"INIT\"}")));
		this.kaspi.webhook("ORD-1", "cart-1", "EXPIRED", "25000");
		assertThat(this.kaspi.service.create(order("cart-1", "25000")).orderId()).isEqualTo("ORD-3");
		assertThat(this.kaspi.service.findByReference("cart-1~2").orElseThrow().orderId()).isEqualTo("ORD-9");
	}

	@Test
	void longReferenceKeepsWithinTheContract() {
		String reference = "ж".repeat(64);
		this.kaspi.answerCreated("ORD-1");
		this.kaspi.service.create(order(reference, "1"));
		this.kaspi.clock.advance(Duration.ofMinutes(16));
		this.kaspi.answerCreated("ORD-2");
		assertThat(this.kaspi.service.create(order(reference, "1")).reference()).isEqualTo(reference);
		assertThat(this.kaspi.creates()).isEqualTo(2);
	}

	@Test
	void metadataIsKeptAndCarriedByEveryEventAndNotSent() {
		this.kaspi.answerCreated("ORD-1");
		KaspiOrder created = this.kaspi.service.create(
				KaspiOrderRequest.builder().amount(25000).reference("cart-1").metadata("customer", "Айгүл 7").build());
		assertThat(created.metadata()).containsEntry("customer", "Айгүл 7");
		this.kaspi.webhook("ORD-1", "cart-1", "PAID", "25000");
		this.kaspi.webhook("ORD-1", "cart-1", "REFUNDED", "25000");
		assertThat(this.kaspi.events).hasSize(2)
			.allSatisfy((event) -> assertThat(event.metadata()).containsEntry("customer", "Айгүл 7"));
		assertThat(this.kaspi.requests(postRequestedFor(urlPathEqualTo(KaspiPayFixture.ORDERS)))).singleElement()
			.satisfies((request) -> assertThat(request.getBodyAsString()).doesNotContain("customer"));
	}

	private KaspiOrder createFirst() {
		this.kaspi.answerCreated("ORD-1");
		return this.kaspi.service.create(order("cart-1", "25000"));
	}

	private KaspiOrder createSecond() {
		answerSecond();
		return this.kaspi.service.create(order("cart-1", "25000"));
	}

	private void answerSecond() {
		this.kaspi.answerCreate(json(201, "{\"orderId\":\"ORD-2\",\"status\":\"INIT\",\"qrData\":\"0003\"}"));
	}

}
