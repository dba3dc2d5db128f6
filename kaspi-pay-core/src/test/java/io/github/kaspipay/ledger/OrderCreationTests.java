/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.kaspipay.KaspiPayFixture.json;
import static io.github.kaspipay.KaspiPayFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Creating and asking for orders through the service, over HTTP.
 */
class OrderCreationTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@Test
	void sameReferenceAndAmountIsTheSameOrderWithoutACall() {
		this.kaspi.answerCreated("ORD-1");
		KaspiOrder first = this.kaspi.service.create(order("order_1", "25000"));
		this.kaspi.clock.advance(Duration.ofMinutes(14));
		assertThat(this.kaspi.service.create(order("order_1", "25000.00"))).isEqualTo(first);
		assertThat(first.qrData()).isEqualTo("0003");
		assertThat(this.kaspi.creates()).isEqualTo(1);
	}

	@Test
	void sameReferenceWithAnotherAmountIsRefusedWithoutACall() {
		this.kaspi.haveCreated("ORD-1");
		refusesWithoutACall("order_ORD-1", "25001");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PAID", "REFUNDED" })
	void referenceOfAnOrderThatWasPaidIsRefusedWithoutACall(String status) {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", status, "25000");
		refusesWithoutACall("order_ORD-1", "25000");
	}

	@Test
	void orderIdThatIsAnotherReferencesIsReturnedAndLeftToIt() {
		this.kaspi.haveCreated("ORD-1");
		assertThat(this.kaspi.service.create(order("order_2", "7")).orderId()).isEqualTo("ORD-1");
		assertThat(this.kaspi.service.findByReference("order_ORD-1").orElseThrow().amount()).isEqualTo("25000");
	}

	@Test
	void refusedCreationLeavesNothingBehind() {
		this.kaspi.answerCreate(json(422, "{}"));
		assertThatExceptionOfType(KaspiInvalidRequestException.class)
			.isThrownBy(() -> this.kaspi.service.create(order("order_1", "25000")));
		assertThat(this.kaspi.service.findByReference("order_1")).isEmpty();
		this.kaspi.answerCreated("ORD-1");
		assertThat(this.kaspi.service.create(order("order_1", "1")).orderId()).isEqualTo("ORD-1");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void creationInDoubtIsKeptAndSettledByTheWebhook(boolean reset) {
		this.kaspi.answerCreate(reset ? aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER) : json(502, "{}"));
		assertThatExceptionOfType(KaspiPayException.class)
			.isThrownBy(() -> this.kaspi.service.create(order("order_1", "25000")))
			.isInstanceOf(KaspiUnknownOutcomeException.class);
		assertThat(this.kaspi.service.findByReference("order_1")).get().satisfies((order) -> {
			assertThat(order.status()).isEqualTo(KaspiOrderStatus.UNKNOWN);
			assertThat(order.orderId()).isEmpty();
		});
		this.kaspi.webhook("ORD-1", "order_1", "PAID", "25000");
		assertThat(this.kaspi.events).singleElement().isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (event) -> {
			assertThat(event.orderId()).isEqualTo("ORD-1");
			assertThat(event.reference()).isEqualTo("order_1");
			assertThat(event.source()).isEqualTo(KaspiEventSource.WEBHOOK);
		});
		assertThat(this.kaspi.service.findByReference("order_1")).get()
			.satisfies((order) -> assertThat(order.status()).isEqualTo(KaspiOrderStatus.PAID));
		assertThat(this.kaspi.creates()).isEqualTo(1);
	}

	@Test
	void creationInDoubtIsNotRepeatedWhileItMayBeUnderWay() {
		this.kaspi.answerCreate(aResponse().withFault(Fault.EMPTY_RESPONSE));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.kaspi.service.create(order("order_1", "25000")));
		assertThatExceptionOfType(KaspiOperationInProgressException.class)
			.isThrownBy(() -> this.kaspi.service.create(order("order_1", "25000")))
			.withMessageContaining("nothing was sent");
		assertThat(this.kaspi.creates()).isEqualTo(1);
		refusesWithoutACall("order_1", "25001");
	}

	@Test
	void creationInDoubtThatHappenedIsReplacedByAnotherAttemptOnceKaspiPaySaysSo() {
		this.kaspi.answerCreate(aResponse().withFault(Fault.EMPTY_RESPONSE));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.kaspi.service.create(order("order_1", "25000")));
		this.kaspi.clock.advance(Duration.ofMinutes(1));
		this.kaspi
			.stub(post(KaspiPayFixture.ORDERS).withRequestBody(containing("\"order_1\"")).willReturn(json(409, "{}")));
		this.kaspi.stub(post(KaspiPayFixture.ORDERS).withRequestBody(containing("\"order_1~2\""))
			.willReturn(json(201, "{\"orderId\":\"ORD-2\",\"status\":\"INIT\",\"qrData\":\"0003\"}")));
		assertThat(this.kaspi.service.create(order("order_1", "25000")).orderId()).isEqualTo("ORD-2");
		this.kaspi.webhook("ORD-2", "order_1~2", "PAID", "25000");
		assertThat(this.kaspi.events).singleElement()
			.satisfies((event) -> assertThat(event.reference()).isEqualTo("order_1"));
		this.kaspi.webhook("ORD-1", "order_1", "PAID", "25000");
		assertThat(this.kaspi.events).hasSize(2)
			.last()
			.isInstanceOfSatisfying(KaspiOrderDisputedEvent.class,
					(event) -> assertThat(event.reason()).isEqualTo(Reason.PAID_TWICE));
	}

	@Test
	void twentyCallersWithOneReferenceCauseOnePostAndAllGetItsOrder() throws Exception {
		this.kaspi.answerCreate(json(201, "{\"orderId\":\"ORD-1\",\"status\":\"INIT\"}").withFixedDelay(300));
		KaspiOrderLedgerTests.together(20, (thread) -> this.kaspi.service.create(order("order_1", "25000")).orderId())
			.forEach((result) -> assertThat(result).isEqualTo("ORD-1"));
		assertThat(this.kaspi.creates()).isEqualTo(1);
	}

	@Test
	void callerWhoWaitedForACreationThatWasRefusedSendsTheReferenceItself() throws Exception {
		LedgerEntry refused = this.kaspi.ledger.creations().recordIntent(order("order_1", "25000"), "order_1", null);
		this.kaspi.answerCreated("ORD-1");
		FutureTask<KaspiOrder> waiting = new FutureTask<>(() -> this.kaspi.service.create(order("order_1", "25000")));
		Thread caller = new Thread(waiting);
		caller.start();
		await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
		await().pollDelay(Duration.ofMillis(200)).until(() -> !waiting.isDone());
		this.kaspi.ledger.creations().discardIntent(refused);
		assertThat(waiting.get(10, TimeUnit.SECONDS).orderId()).isEqualTo("ORD-1");
		assertThat(this.kaspi.requests(postRequestedFor(urlPathEqualTo(KaspiPayFixture.ORDERS)))).singleElement()
			.satisfies((request) -> assertThat(request.getBodyAsString()).contains("\"order_1\""));
	}

	@Test
	void creationAnsweredAsPaidIsPublished() {
		this.kaspi.answerCreate(json(201, "{\"orderId\":\"ORD-1\",\"status\":\"PAID\"}"));
		assertThat(this.kaspi.service.create(order("order_1", "25000")).status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void getOfAnUnknownOrderTakesItIntoTheLedger() {
		this.kaspi.answerStatus("ORD-7", "PAID", "500");
		assertThat(this.kaspi.service.get("ORD-7").status()).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(this.kaspi.service.get("ORD-7").amount()).isEqualTo("500");
		assertThat(this.kaspi.events).singleElement()
			.satisfies((event) -> assertThat(event.source()).isEqualTo(KaspiEventSource.API));
		assertThat(this.kaspi.webhook("ORD-7", "PAID", "500")).isEqualTo(ObservationOutcome.UNCHANGED);
		assertThat(this.kaspi.events).hasSize(1);
	}

	@Test
	void getConfirmsWhatAWebhookClaimed() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", "EXPIRED", "25000");
		this.kaspi.webhook("ORD-1", "PAID", "25000");
		this.kaspi.answerStatus("ORD-1", "PAID", "25000");
		this.kaspi.service.get("ORD-1");
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:EXPIRED", "ORD-1:PAID");
		this.kaspi.run(Duration.ofMinutes(2));
		assertThat(this.kaspi.questions()).isEqualTo(1);
	}

	private void refusesWithoutACall(String reference, String amount) {
		int before = this.kaspi.creates();
		assertThatExceptionOfType(KaspiDuplicateOrderException.class)
			.isThrownBy(() -> this.kaspi.service.create(order(reference, amount)))
			.withMessageContaining(reference);
		assertThat(this.kaspi.creates()).isEqualTo(before);
	}

}
