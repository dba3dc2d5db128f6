package io.github.kaspipay.ledger;

import java.time.Duration;

import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.kaspipay.KaspiPayFixture.json;
import static io.github.kaspipay.KaspiPayFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	@ValueSource(strings = { "PAID", "CANCELLED", "EXPIRED", "REFUNDED" })
	void referenceOfAnOrderThatIsOverIsRefusedWithoutACall(String status) {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.webhook("ORD-1", status, "25000");
		refusesWithoutACall("order_ORD-1", "25000");
	}

	@Test
	void referenceOfAnOrderWhoseQrCodeHasExpiredIsRefusedWithoutACall() {
		this.kaspi.haveCreated("ORD-1");
		this.kaspi.clock.advance(Duration.ofMinutes(15));
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
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
				.isThrownBy(() -> this.kaspi.service.create(order("order_1", "25000")));
		}
		assertThat(this.kaspi.creates()).isEqualTo(1);
		refusesWithoutACall("order_1", "25001");
		this.kaspi.clock.advance(Duration.ofMinutes(1));
		this.kaspi.answerCreate(json(409, "{}"));
		assertThatExceptionOfType(KaspiDuplicateOrderException.class)
			.isThrownBy(() -> this.kaspi.service.create(order("order_1", "25000")));
		assertThat(this.kaspi.service.findByReference("order_1")).isPresent();
		this.kaspi.webhook("ORD-1", "order_1", "PAID", "25000");
		assertThat(this.kaspi.eventIds()).containsExactly("ORD-1:PAID");
	}

	@Test
	void twentyCallersWithOneReferenceCauseOnePost() throws Exception {
		this.kaspi.answerCreated("ORD-1");
		KaspiOrderLedgerTests.together(20, (thread) -> {
			try {
				return this.kaspi.service.create(order("order_1", "25000")).orderId();
			}
			catch (KaspiUnknownOutcomeException ex) {
				return "under way";
			}
		}).forEach((result) -> assertThat(result).isIn("ORD-1", "under way"));
		assertThat(this.kaspi.creates()).isEqualTo(1);
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
