/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.kaspipay.KaspiApiException;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiRefundRefusedException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.CreateAnswer;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiPaymentForm;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.order.KaspiRefundState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Payments over the QR API, from their creation to their refund.
 */
class QrPaymentTests {

	private static final String CREATE = "/r3/v01/qr/create";

	private static final String REGISTER = "/r3/v01/device/register";

	private static final String RETURN = "/r3/v01/payment/return";

	private QrFixture kaspi = new QrFixture(QrScheme.ENHANCED);

	private List<LoggedRequest> posts(String path) {
		return this.kaspi.requests(postRequestedFor(urlPathEqualTo(path)));
	}

	private int queries() {
		return this.kaspi.requests(getRequestedFor(urlPathEqualTo("/r3/v01/payment/status/" + QrFixture.ID))).size();
	}

	private KaspiOrder create() {
		this.kaspi.answerCreated();
		this.kaspi.answerStatus("QrTokenCreated");
		return this.kaspi.service.create(QrFixture.order("order_1"));
	}

	private void havePaid() {
		create();
		this.kaspi.answerStatus("Processed");
		this.kaspi.run(Duration.ofSeconds(6));
		assertThat(this.kaspi.eventIds()).containsExactly(QrFixture.ID + ":PAID");
	}

	@Test
	void createsAPaymentWithTheDeviceRegisteredFirst() throws Exception {
		KaspiOrder order = create();
		assertThat(order.orderId()).isEqualTo(QrFixture.ID);
		assertThat(order.qrData()).isEqualTo("51236903777280167836178166503744993984459");
		assertThat(order.paymentUrl()).isNull();
		assertThat(order.expiresAt()).isEqualTo(Instant.parse("2026-05-09T16:23:00.123Z"));
		assertThat(posts(REGISTER)).singleElement()
			.satisfies((request) -> assertThat(request.getBodyAsString())
				.isEqualTo("{\"DeviceId\":\"desk-1\",\"TradePointId\":42,\"OrganizationBin\":\"123456789012\"}"));
		assertThat(posts(CREATE)).singleElement()
			.satisfies((request) -> assertThat(KaspiJson.readObject(request.getBody()))
				.containsEntry("DeviceToken", "token-1")
				.containsEntry("Amount", new BigDecimal("25000"))
				.containsEntry("ExternalId", "order_1")
				.containsEntry("OrganizationBin", "123456789012"));
		this.kaspi.service.create(QrFixture.order("order_2"));
		assertThat(posts(REGISTER)).hasSize(1);
	}

	@Test
	void eachRequestHasAnIdOfItsOwn() {
		create();
		this.kaspi.service.get(QrFixture.ID);
		List<String> ids = this.kaspi.requests(postRequestedFor(anyUrl()))
			.stream()
			.map((request) -> request.getHeader("X-Request-ID"))
			.toList();
		assertThat(ids).hasSize(2)
			.doesNotHaveDuplicates()
			.allSatisfy((id) -> assertThat(UUID.fromString(id)).isNotNull());
	}

	@Test
	void basicSchemeSendsItsKeyAndNoOrganization() {
		this.kaspi = new QrFixture(QrScheme.BASIC);
		create();
		assertThat(posts(CREATE)).singleElement().satisfies((request) -> {
			assertThat(request.getHeader("Api-Key")).isEqualTo("api-key-1");
			assertThat(request.getBodyAsString()).doesNotContain("OrganizationBin");
		});
	}

	@Test
	void createsALinkWhereTheOrderOrTheMerchantWantsOne() {
		String link = "{\"PaymentLink\":\"https://pay.kaspi.kz/pay/123\",\"ExpireDate\":\"2026-05-09T21:23:00+05:00\","
				+ "\"PaymentId\":" + QrFixture.ID + ",\"PaymentBehaviorOptions\":{\"StatusPollingInterval\":7}}";
		this.kaspi.answer("/qr/create-link", link);
		KaspiOrder order = this.kaspi.service
			.create(KaspiOrderRequest.builder().amount(1).reference("r").paymentForm(KaspiPaymentForm.LINK).build());
		assertThat(order.paymentUrl()).isEqualTo(URI.create("https://pay.kaspi.kz/pay/123"));
		assertThat(order.expiresAt()).isEqualTo(Instant.parse("2026-05-09T16:23:00Z"));
		this.kaspi = new QrFixture(QrScheme.STANDARD, KaspiPaymentForm.LINK, QrDeviceStore.NONE);
		this.kaspi.answer("/qr/create-link", link);
		assertThat(this.kaspi.service.create(QrFixture.order("r")).paymentUrl()).isNotNull();
	}

	@Test
	void paymentIsFoundByPollingInTheIntervalOfTheAnswer() {
		this.kaspi.answer("/qr/create", QrFixture.created(QrFixture.ID, 7, 180, 65));
		this.kaspi.answerStatus("Wait");
		this.kaspi.service.create(QrFixture.order("order_1"));
		this.kaspi.run(Duration.ofSeconds(70));
		assertThat(queries()).isEqualTo(10);
		this.kaspi.answerStatus("Processed");
		this.kaspi.run(Duration.ofSeconds(8));
		assertThat(this.kaspi.events).singleElement().isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (paid) -> {
			assertThat(paid.source()).isEqualTo(KaspiEventSource.POLL);
			assertThat(paid.amount()).isEqualByComparingTo("25000");
			assertThat(paid.reference()).isEqualTo("order_1");
		});
	}

	@Test
	void askingForAnOrderDoesNotMakeItsPollsMoreFrequent() {
		create();
		for (int i = 0; i < 20; i++) {
			this.kaspi.run(Duration.ofSeconds(5));
			if (i % 5 == 0) {
				this.kaspi.service.get(QrFixture.ID);
			}
		}
		assertThat(queries()).isBetween(20, 24);
	}

	@Test
	void expiresAfterTheLaterOfTheWindowsAndTheConfiguredTime() {
		create();
		this.kaspi.run(Duration.ofMinutes(30).minusSeconds(2));
		assertThat(this.kaspi.events).isEmpty();
		this.kaspi.run(Duration.ofMinutes(1));
		assertThat(this.kaspi.eventIds()).containsExactly(QrFixture.ID + ":EXPIRED");
		this.kaspi.answerStatus("Processed");
		this.kaspi.run(Duration.ofHours(2));
		assertThat(this.kaspi.events).last()
			.isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (paid) -> assertThat(paid.late()).isTrue());
	}

	@Test
	void longWindowsPutTheExpiryOff() {
		this.kaspi.answer("/qr/create", QrFixture.created(QrFixture.ID, 5, 3600, 600));
		this.kaspi.answerStatus("QrTokenCreated");
		this.kaspi.service.create(QrFixture.order("order_1"));
		this.kaspi.run(Duration.ofSeconds(3600 + 600 + 25));
		assertThat(this.kaspi.events).isEmpty();
		this.kaspi.run(Duration.ofMinutes(1));
		assertThat(this.kaspi.eventIds()).containsExactly(QrFixture.ID + ":EXPIRED");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "-5", "0", "1e999999", "\"5\"", "100000000000" })
	void intervalsThatCannotBeMeantAreThoseOfTheContract(String interval) {
		this.kaspi.answer("/qr/create", QrFixture.created(QrFixture.ID, 4711, 180, 65).replace("4711", interval));
		this.kaspi.answerStatus("QrTokenCreated");
		this.kaspi.service.create(QrFixture.order("order_1"));
		this.kaspi.run(Duration.ofSeconds(51));
		assertThat(queries()).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Wait", "QrTokenCreated", "RemotePaymentCreated", "Something", "Paid", "Expired",
			"Refunded", "CANCELLED", "processed" })
	void onlyWhatIsFinalEndsAPayment(String status) {
		create();
		this.kaspi.answerStatus(status);
		this.kaspi.run(Duration.ofMinutes(5));
		assertThat(this.kaspi.events).isEmpty();
		assertThat(this.kaspi.service.findByOrderId(QrFixture.ID)).get().matches(KaspiOrder::isOpen);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Error", "RemotePaymentCanceled" })
	void whatKaspiEndsIsCancelled(String status) {
		create();
		this.kaspi.answerStatus(status);
		this.kaspi.run(Duration.ofSeconds(6));
		assertThat(this.kaspi.eventIds()).containsExactly(QrFixture.ID + ":CANCELLED");
	}

	@Test
	void anotherAmountThanTheOrdersIsDisputed() {
		create();
		this.kaspi.stub(get("/r3/v01/payment/status/" + QrFixture.ID)
			.willReturn(KaspiPayFixture.json(200, QrFixture.envelope("{\"Status\":\"Processed\",\"Amount\":25}"))));
		this.kaspi.run(Duration.ofSeconds(6));
		assertThat(this.kaspi.service.findByOrderId(QrFixture.ID)).get().matches(KaspiOrder::disputed);
	}

	@Test
	void aPaymentOfWhichNobodyKnowsTheAmountIsNotTakenIn() {
		this.kaspi.answerStatus("Processed");
		assertThatExceptionOfType(KaspiOrderNotFoundException.class)
			.isThrownBy(() -> this.kaspi.service.get(QrFixture.ID));
		assertThat(this.kaspi.events).isEmpty();
	}

	@Test
	void idsAreNumbers() {
		assertThatExceptionOfType(KaspiOrderNotFoundException.class).isThrownBy(() -> this.kaspi.service.get("ORD-1"));
		assertThatExceptionOfType(KaspiOrderNotFoundException.class)
			.isThrownBy(() -> this.kaspi.gateway.refund("ORD-1", KaspiRefundRequest.of(BigDecimal.ONE, "a part")));
		assertThatExceptionOfType(KaspiOrderNotFoundException.class)
			.isThrownBy(() -> this.kaspi.gateway.cancel("ORD-1"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.kaspi.gateway.status("1/../2"));
		assertThat(this.kaspi.requests(anyRequestedFor(anyUrl()))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "-1601, KaspiOrderNotFoundException", "-99000001, KaspiOrderNotFoundException",
			"990000028, KaspiInvalidRequestException", "-10000, KaspiAuthenticationException",
			"-999, KaspiServerException", "-99000002, KaspiInvalidRequestException",
			"12345, KaspiInvalidRequestException", "-1503, KaspiInvalidRequestException" })
	void codesAreTyped(String code, String type) {
		this.kaspi.answer("/qr/create", KaspiPayFixture.json(200, QrFixture.refusal(code)));
		KaspiApiException failure = catchThrowableOfType(KaspiApiException.class,
				() -> this.kaspi.service.create(QrFixture.order("order_1")));
		assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
		assertThat(failure.getCode()).isEqualTo(code);
		assertThat(failure.getRequestId()).isEqualTo(posts(CREATE).get(0).getHeader("X-Request-ID"));
		assertThat(posts(CREATE)).hasSize(1);
		assertThat(this.kaspi.service.findByReference("order_1")).isEmpty();
	}

	@Test
	void aMissingCertificateNamesTheBundleAndHoldsPollsBack() {
		assertThat(this.kaspi.gateway.isHeldBack()).isFalse();
		this.kaspi.answer("/device/register", KaspiPayFixture.json(200, QrFixture.refusal("-10000")));
		assertThatExceptionOfType(KaspiAuthenticationException.class)
			.isThrownBy(() -> this.kaspi.service.create(QrFixture.order("order_1")))
			.withMessageContaining("kaspi.pay.ssl.bundle");
		assertThat(this.kaspi.gateway.isHeldBack()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "<html></html>", "{}", "{\"StatusCode\":null}", "{\"StatusCode\":0}",
			"{\"StatusCode\":0,\"Data\":[]}", "{\"StatusCode\":0.5,\"Data\":{}}",
			"{\"StatusCode\":0,\"Data\":{\"QrToken\":\"x\",\"QrPaymentId\":1.5}}",
			"{\"StatusCode\":0,\"Data\":{\"QrToken\":\"x\",\"QrPaymentId\":-1}}",
			"{\"StatusCode\":0,\"Data\":{\"QrToken\":\"x\",\"QrPaymentId\":1e99999999}}",
			"{\"StatusCode\":0,\"Data\":{\"QrToken\":\"\",\"QrPaymentId\":1}}",
			"{\"StatusCode\":0,\"StatusCode\":0,\"Data\":{\"QrToken\":\"x\",\"QrPaymentId\":1}}" })
	void anAnswerThatDoesNotSayWhatHappenedIsAnUnknownOutcome(String body) {
		this.kaspi.answer("/qr/create", KaspiPayFixture.json(200, body));
		KaspiUnknownOutcomeException failure = catchThrowableOfType(KaspiUnknownOutcomeException.class,
				() -> this.kaspi.service.create(QrFixture.order("order_1")));
		assertThat(failure.getRequestId()).isEqualTo(posts(CREATE).get(0).getHeader("X-Request-ID"));
		assertThat(posts(CREATE)).hasSize(1);
	}

	@Test
	void noAnswerOrAFailingServerIsAnUnknownOutcome() {
		this.kaspi.answer("/qr/create", aResponse().withFault(Fault.EMPTY_RESPONSE));
		KaspiUnknownOutcomeException none = catchThrowableOfType(KaspiUnknownOutcomeException.class,
				() -> this.kaspi.service.create(QrFixture.order("order_1")));
		assertThat(none.getRequestId()).isEqualTo(posts(CREATE).get(0).getHeader("X-Request-ID"));
		this.kaspi.answer("/qr/create", KaspiPayFixture.json(500, QrFixture.refusal("990000028")));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.kaspi.service.create(QrFixture.order("order_2")));
		assertThat(posts(CREATE)).hasSize(2);
	}

	@Test
	void afterAnUnknownOutcomeThePaymentIsCreatedAnewAMinuteLater() {
		this.kaspi.answer("/qr/create", KaspiPayFixture.json(500, ""));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.kaspi.service.create(QrFixture.order("order_1")));
		this.kaspi.clock.advance(Duration.ofSeconds(61));
		assertThat(create().orderId()).isEqualTo(QrFixture.ID);
	}

	@Test
	void aFailingRegistrationSendsNothingOfThePayment() {
		this.kaspi.answer("/device/register", KaspiPayFixture.json(500, ""));
		assertThatExceptionOfType(KaspiConnectionException.class)
			.isThrownBy(() -> this.kaspi.service.create(QrFixture.order("order_1")));
		this.kaspi.answer("/device/register", KaspiPayFixture.json(200, QrFixture.refusal("-999")));
		assertThatExceptionOfType(KaspiServerException.class)
			.isThrownBy(() -> this.kaspi.service.create(QrFixture.order("order_1")))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("-999"));
		assertThat(posts(CREATE)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1501", "-1502" })
	void anUnknownDeviceIsRegisteredAgainOnce(String code) {
		create();
		this.kaspi.answer("/device/register", "{\"DeviceToken\":\"token-2\"}");
		this.kaspi.stub(post(CREATE).inScenario("device")
			.whenScenarioStateIs(Scenario.STARTED)
			.willSetStateTo("known")
			.willReturn(KaspiPayFixture.json(200, QrFixture.refusal(code))));
		this.kaspi.stub(post(CREATE).inScenario("device")
			.whenScenarioStateIs("known")
			.willReturn(KaspiPayFixture.json(200, QrFixture.envelope(QrFixture.created("77", 5, 180, 65)))));
		assertThat(this.kaspi.service.create(QrFixture.order("order_2")).orderId()).isEqualTo("77");
		assertThat(posts(REGISTER)).hasSize(2);
		assertThat(posts(CREATE).get(2).getBodyAsString()).contains("token-2");
		this.kaspi.answer("/qr/create", KaspiPayFixture.json(200, QrFixture.refusal(code)));
		assertThatExceptionOfType(KaspiInvalidRequestException.class)
			.isThrownBy(() -> this.kaspi.service.create(QrFixture.order("order_3")));
		assertThat(posts(REGISTER)).hasSize(3);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			2026-05-09T21:23:00+05:00, 2026-05-09T16:23:00Z
			2026-05-09T21:23:00+0500, 2026-05-09T16:23:00Z
			2026-05-09T16:23:00Z, 2026-05-09T16:23:00Z
			2026-05-09T21:23:00.5, 2026-05-09T16:23:00.500Z
			2000-01-01T00:00:00Z, 2000-01-01T00:00:00Z
			1999-12-31T23:59:59Z, -
			2100-01-01T00:00:00Z, -
			0001-01-01T00:00:00, -
			tomorrow, -
			""")
	void datesWithoutAnOffsetAreThoseOfAlmaty(String date, @Nullable Instant expiresAt) {
		this.kaspi.answer("/qr/create",
				QrFixture.created(QrFixture.ID, 5, 180, 65).replace("2026-05-09T21:23:00.1234567", date));
		CreateAnswer answer = this.kaspi.gateway.create(QrFixture.order("order_1"));
		assertThat(answer.order().expiresAt()).isEqualTo(expiresAt);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1000", "0.99, 5000", "2.5, 2500", "3600, 3600000", "3601, 5000" })
	void intervalsAreFromASecondToAnHour(String interval, long millis) {
		this.kaspi.answer("/qr/create", QrFixture.created(QrFixture.ID, 4711, 180, 65).replace("4711", interval));
		CreateAnswer answer = this.kaspi.gateway.create(QrFixture.order("order_1"));
		assertThat(answer.schedule())
			.isEqualTo(new PollingSchedule(Duration.ofMillis(millis), Duration.ofSeconds(275), Duration.ofMinutes(30)));
		assertThat(this.kaspi.gateway.pollingSchedule(answer.order()))
			.isEqualTo(new PollingSchedule(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "\"\"", "\"pay\"", "\"http://pay.kaspi.kz/1\"", "\"https://shop@pay.kaspi.kz/1\"",
			"\"javascript:alert(1)\"", "\"https://pay.kaspi.kz/a b\"" })
	void anAnswerWithoutALinkIsAnUnknownOutcome(String link) {
		this.kaspi = new QrFixture(QrScheme.STANDARD, KaspiPaymentForm.LINK, QrDeviceStore.NONE);
		this.kaspi.answer("/qr/create-link", "{\"PaymentLink\":" + link + ",\"PaymentId\":77}");
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.kaspi.service.create(QrFixture.order("order_1")))
			.withMessageContaining("no usable PaymentLink");
	}

	@ParameterizedTest
	@ValueSource(strings = { "77", "77.0", "\"77\"", "\"077\"", "7.7e1" })
	void idsMayBeWrittenInAnyWay(String id) {
		this.kaspi.answer("/qr/create", QrFixture.created(id, 5, 180, 65));
		assertThat(this.kaspi.gateway.create(QrFixture.order("order_1")).order().orderId()).isEqualTo("77");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "\"0\"", "1e18", "1234567890123456789", "\"1234567890123456789\"", "\"x\"", "true" })
	void whatIsNoIdIsAnUnknownOutcome(String id) {
		this.kaspi.answer("/qr/create", QrFixture.created(id, 5, 180, 65));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.kaspi.gateway.create(QrFixture.order("order_1")))
			.withMessageContaining("no usable QrPaymentId");
	}

	@ParameterizedTest
	@CsvSource({ "401, KaspiAuthenticationException", "403, KaspiAuthenticationException",
			"404, KaspiOrderNotFoundException", "429, KaspiRateLimitException", "400, KaspiInvalidRequestException" })
	void withoutACodeTheStatusCounts(int status, String type) {
		this.kaspi.answer("/qr/create", KaspiPayFixture.json(status, "{}"));
		KaspiApiException failure = catchThrowableOfType(KaspiApiException.class,
				() -> this.kaspi.gateway.create(QrFixture.order("order_1")));
		assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
		assertThat(failure.getCode()).isNull();
	}

	@Test
	void refundsAfterLookingAtWhatIsLeft() throws Exception {
		havePaid();
		this.kaspi.answerLeft("25000", "25000");
		this.kaspi.answer("/payment/return", "{\"ReturnOperationId\":15}");
		KaspiRefund refund = this.kaspi.service.refund(QrFixture.ID,
				KaspiRefundRequest.of(new BigDecimal("1000.50"), "a part"));
		assertThat(refund.refundId()).isEqualTo("15");
		assertThat(refund.status()).isEqualTo(KaspiOrderStatus.PARTIALLY_REFUNDED);
		assertThat(posts(RETURN)).singleElement()
			.satisfies((request) -> assertThat(request.getBodyAsString())
				.isEqualTo("{\"DeviceToken\":\"token-1\",\"QrPaymentId\":" + QrFixture.ID
						+ ",\"Amount\":1000.5,\"OrganizationBin\":\"123456789012\"}"));
		this.kaspi.answerLeft("25000", "100");
		assertThatExceptionOfType(KaspiRefundRefusedException.class)
			.isThrownBy(() -> this.kaspi.service.refund(QrFixture.ID, KaspiRefundRequest.full("all")));
		assertThat(posts(RETURN)).hasSize(1);
	}

	@Test
	void refundsThoughItIsNotToldWhatIsLeft() {
		havePaid();
		this.kaspi.answerLeft("25000", "null");
		this.kaspi.answer("/payment/return", "{\"ReturnOperationId\":\"R-15\"}");
		assertThat(this.kaspi.gateway.leftToRefund(QrFixture.ID)).isNull();
		assertThat(this.kaspi.service.refund(QrFixture.ID, KaspiRefundRequest.full("all")).refundId())
			.isEqualTo("R-15");
	}

	@Test
	void saysWhatIsLeftToRefund() {
		create();
		this.kaspi.answerLeft("25000", "1000.50");
		assertThat(this.kaspi.gateway.leftToRefund(QrFixture.ID)).isEqualByComparingTo("1000.5");
		assertThatExceptionOfType(KaspiOrderNotFoundException.class)
			.isThrownBy(() -> this.kaspi.gateway.leftToRefund("ORD-1"));
		this.kaspi = new QrFixture(QrScheme.BASIC);
		assertThat(this.kaspi.gateway.leftToRefund(QrFixture.ID)).isNull();
		assertThat(this.kaspi.requests(getRequestedFor(anyUrl()))).isEmpty();
	}

	@Test
	void returnIdsAreForTheStandardSchemeAndNumbers() {
		KaspiRefundRequest request = KaspiRefundRequest.of(BigDecimal.ONE, "a part");
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> this.kaspi.gateway.refund(QrFixture.ID, request.returnId("99")))
			.withMessageContaining("leave the returnId out");
		this.kaspi = new QrFixture(QrScheme.STANDARD);
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> this.kaspi.gateway.refund(QrFixture.ID, request.returnId("R-99")))
			.withMessageContaining("KaspiQrReturns");
		assertThat(this.kaspi.requests(postRequestedFor(anyUrl()))).isEmpty();
	}

	@Test
	void aRefundInDoubtIsSettledByWhatIsLeft() {
		havePaid();
		this.kaspi.answerLeft("25000", "25000");
		this.kaspi.answer("/payment/return", KaspiPayFixture.json(500, ""));
		refundInDoubt("1000");
		this.kaspi.run(Duration.ofMinutes(4));
		assertThat(this.kaspi.service.refunds(QrFixture.ID)).singleElement()
			.satisfies((refund) -> assertThat(refund.state()).isEqualTo(KaspiRefundState.REFUSED));
		refundInDoubt("2000");
		this.kaspi.answerLeft("25000", "23000");
		this.kaspi.run(Duration.ofMinutes(4));
		assertThat(this.kaspi.service.refunds(QrFixture.ID)).last()
			.satisfies((refund) -> assertThat(refund.state()).isEqualTo(KaspiRefundState.ACCEPTED));
		assertThat(this.kaspi.eventIds()).hasSize(2);
	}

	@Test
	void aRefundInDoubtStaysSoWhereWhatIsLeftProvesNothing() {
		havePaid();
		this.kaspi.answerLeft("25000", "25000");
		this.kaspi.answer("/payment/return", aResponse().withFault(Fault.EMPTY_RESPONSE));
		refundInDoubt("1000");
		this.kaspi.answerLeft("25000", "0");
		this.kaspi.run(Duration.ofHours(2));
		assertThat(this.kaspi.service.refunds(QrFixture.ID)).singleElement()
			.satisfies((refund) -> assertThat(refund.state()).isEqualTo(KaspiRefundState.IN_DOUBT));
	}

	private void refundInDoubt(String amount) {
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(
				() -> this.kaspi.service.refund(QrFixture.ID, KaspiRefundRequest.of(new BigDecimal(amount), "a part")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-99000005", "-99000006", "-99000011", "-99000020", "-999" })
	void aRefusedRefundDidNotHappen(String code) {
		havePaid();
		this.kaspi.answerLeft("25000", "25000");
		this.kaspi.answer("/payment/return", KaspiPayFixture.json(200, QrFixture.refusal(code)));
		assertThatExceptionOfType(KaspiPayException.class)
			.isThrownBy(() -> this.kaspi.service.refund(QrFixture.ID, KaspiRefundRequest.full("all")))
			.isInstanceOfAny(KaspiInvalidRequestException.class, KaspiServerException.class);
		assertThat(this.kaspi.service.findByOrderId(QrFixture.ID)).get()
			.matches((order) -> !order.refundInDoubt() && order.status().equals(KaspiOrderStatus.PAID));
	}

	@Test
	void basicSchemeHasNoRefundsAndStandardOnlyWithTheCustomer() {
		this.kaspi = new QrFixture(QrScheme.BASIC);
		havePaid();
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> this.kaspi.service.refund(QrFixture.ID, KaspiRefundRequest.full("all")))
			.withMessageContaining("basic");
		this.kaspi = new QrFixture(QrScheme.STANDARD);
		havePaid();
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> this.kaspi.service.refund(QrFixture.ID, KaspiRefundRequest.full("all")))
			.withMessageContaining("KaspiQrReturns");
		this.kaspi.answerLeft("25000", "25000");
		this.kaspi.answer("/payment/return", "{\"ReturnOperationId\":15}");
		this.kaspi.service.refund(QrFixture.ID, KaspiRefundRequest.full("all").returnId("99"));
		assertThat(posts(RETURN)).singleElement()
			.satisfies((request) -> assertThat(request.getBodyAsString()).contains("\"QrReturnId\":99"));
	}

	@Test
	void asksACustomerByPhoneAndCancelsThat() {
		this.kaspi.answer("/remote/create", "{\"QrPaymentId\":" + QrFixture.ID + "}");
		this.kaspi.answerStatus("RemotePaymentCreated");
		KaspiOrder order = this.kaspi.service.create(invoice());
		assertThat(order.expiresAt()).isEqualTo(Instant.parse("2026-05-10T16:20:00Z"));
		assertThat(posts("/r3/v01/remote/create")).singleElement()
			.satisfies((request) -> assertThat(request.getBodyAsString()).contains("\"PhoneNumber\":\"87071234567\"",
					"\"Comment\":\"A rug\""));
		this.kaspi.run(Duration.ofHours(1));
		assertThat(queries()).isLessThan(30);
		this.kaspi.answer("/remote/cancel", "{\"Status\":\"RemotePaymentCanceled\"}");
		assertThat(this.kaspi.service.cancel(QrFixture.ID).status()).isEqualTo(KaspiOrderStatus.CANCELLED);
		assertThat(this.kaspi.eventIds()).containsExactly(QrFixture.ID + ":CANCELLED");
	}

	@Test
	void anInvoiceIsPolledSeldomAndNamesTheReferenceWhereThereIsNoDescription() {
		this.kaspi.answer("/remote/create", "{\"QrPaymentId\":" + QrFixture.ID + "}");
		KaspiOrderRequest request = KaspiOrderRequest.builder()
			.reference("invoice_1")
			.amount(500)
			.phone("87071234567")
			.build();
		assertThat(this.kaspi.gateway.create(request).schedule()).isEqualTo(new PollingSchedule(Duration.ofMinutes(1),
				Duration.ofMinutes(5), Duration.ofHours(24).plusSeconds(30)));
		assertThat(posts("/r3/v01/remote/create")).singleElement()
			.satisfies((sent) -> assertThat(sent.getBodyAsString()).contains("\"PhoneNumber\":\"87071234567\"",
					"\"Comment\":\"invoice_1\""));
	}

	@Test
	void anInvoiceThatTheCustomerMayHaveIsNotSentAgain() {
		this.kaspi.answer("/remote/create", aResponse().withFault(Fault.EMPTY_RESPONSE));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.kaspi.service.create(invoice()));
		this.kaspi.clock.advance(Duration.ofHours(23));
		assertThatExceptionOfType(KaspiOperationInProgressException.class)
			.isThrownBy(() -> this.kaspi.service.create(invoice()));
		assertThat(posts("/r3/v01/remote/create")).hasSize(1);
	}

	@Test
	void otherSchemesHaveNoInvoices() {
		this.kaspi = new QrFixture(QrScheme.STANDARD);
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> this.kaspi.service.create(invoice()));
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> this.kaspi.service.cancel(QrFixture.ID));
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> this.kaspi.gateway.create(invoice()))
			.withMessageContaining("a matter of the scheme enhanced");
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> this.kaspi.gateway.cancel(QrFixture.ID))
			.withMessageContaining("a matter of the scheme enhanced");
		assertThat(this.kaspi.requests(postRequestedFor(anyUrl()))).isEmpty();
	}

	private static KaspiOrderRequest invoice() {
		return KaspiOrderRequest.builder()
			.reference("invoice_1")
			.amount(500)
			.phone("+87071234567")
			.description("A rug")
			.build();
	}

}
