/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.github.kaspipay.simulator.fault.ApiFault;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.journal.RecordedRequest;
import io.github.kaspipay.simulator.qr.SimulatedQr;
import io.github.kaspipay.simulator.qr.SimulatedQrScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The QR API as a merchant's program sees it, over TLS.
 */
@ExtendWith(SharedSimulator.class)
class QrApiTests {

	private final KaspiPaySimulator simulator;

	private final SimulatedQr qr;

	QrApiTests(KaspiPaySimulator simulator) {
		this.simulator = simulator;
		this.qr = simulator.qr();
	}

	private QrClient enhanced() {
		return new QrClient(this.simulator, SimulatedQrScheme.ENHANCED);
	}

	@ParameterizedTest
	@EnumSource(SimulatedQrScheme.class)
	void aQrCodeIsScannedConfirmedAndPaid(SimulatedQrScheme scheme) throws IOException {
		QrClient client = new QrClient(this.simulator, scheme);
		JsonNode data = client.create(client.device(), "25000").get("Data");
		assertThat(data.get("QrToken").stringValue()).matches("\\d{39,}");
		assertThat(data.get("ExpireDate").stringValue()).endsWith("+05:00");
		assertThat(data.at("/QrPaymentBehaviorOptions/StatusPollingInterval").intValue()).isEqualTo(5);
		assertThat(data.at("/QrPaymentBehaviorOptions/QrCodeScanWaitTimeout").intValue()).isEqualTo(180);
		assertThat(data.at("/QrPaymentBehaviorOptions/PaymentConfirmationTimeout").intValue()).isEqualTo(65);
		assertThat(data.get("QrPaymentId").longValue()).isGreaterThan(12_800_000_000L);
		String id = data.get("QrPaymentId").asString();
		assertThat(client.status(id)).isEqualTo("QrTokenCreated");
		this.qr.scan(id);
		assertThat(client.status(id)).isEqualTo("Wait");
		this.qr.confirm(id);
		JsonNode paid = ApiClient.json(client.get("/payment/status/" + id)).get("Data");
		assertThat(paid.get("Status").stringValue()).isEqualTo("Processed");
		assertThat(paid.get("Amount").decimalValue()).isEqualByComparingTo("25000");
		assertThat(this.qr.payment(id).orElseThrow().reference()).isEqualTo("cart-1");
	}

	@ParameterizedTest
	@EnumSource(SimulatedQrScheme.class)
	void theTestCallsDoWhatACustomerDoes(SimulatedQrScheme scheme) throws IOException {
		QrClient client = new QrClient(this.simulator, scheme);
		String device = client.device();
		String paid = client.created(device, "1");
		assertThat(test(client, "scan", paid)).isZero();
		assertThat(client.status(paid)).isEqualTo("Wait");
		assertThat(test(client, "confirm", paid)).isZero();
		assertThat(client.status(paid)).isEqualTo("Processed");
		String unscanned = client.created(device, "1");
		assertThat(test(client, "scanerror", unscanned)).isZero();
		assertThat(client.status(unscanned)).isEqualTo("Error");
		String unconfirmed = client.created(device, "1");
		test(client, "scan", unconfirmed);
		assertThat(test(client, "confirmerror", unconfirmed)).isZero();
		assertThat(client.status(unconfirmed)).isEqualTo("Error");
		assertThat(test(client, "scan", "1")).isEqualTo(-1601);
	}

	private static int test(QrClient client, String what, String paymentId) throws IOException {
		return QrClient
			.code(ApiClient.json(client.post("/test/payment/" + what, "{\"qrPaymentId\":\"" + paymentId + "\"}")));
	}

	@Test
	void aLinkIsOpenedAndPaid() throws IOException {
		QrClient client = enhanced();
		JsonNode data = client
			.call("/qr/create-link",
					"\"DeviceToken\":\"" + client.device() + "\",\"Amount\":200.5,\"ExternalId\":\"7\"")
			.get("Data");
		String id = data.get("PaymentId").asString();
		assertThat(data.get("PaymentLink").stringValue()).isEqualTo(this.simulator.baseUrl() + "/phone?payment=" + id);
		assertThat(data.at("/PaymentBehaviorOptions/LinkActivationWaitTimeout").intValue()).isEqualTo(180);
		this.qr.scan(id);
		assertThat(client.status(id)).isEqualTo("RemotePaymentCreated");
		this.qr.confirm(id);
		assertThat(client.status(id)).isEqualTo("Processed");
	}

	@Test
	void windowsGoByTheClock() throws IOException {
		QrClient client = enhanced();
		String device = client.device();
		String unscanned = client.created(device, "1");
		String unconfirmed = client.created(device, "1");
		this.simulator.advance(Duration.ofSeconds(179));
		this.qr.scan(unconfirmed);
		this.simulator.advance(Duration.ofSeconds(1));
		assertThatIllegalStateException().isThrownBy(() -> this.qr.scan(unscanned));
		assertThat(client.status(unscanned)).isEqualTo("QrTokenCreated");
		this.simulator.advance(Duration.ofSeconds(63));
		assertThat(client.status(unconfirmed)).isEqualTo("Wait");
		this.simulator.advance(Duration.ofSeconds(1));
		assertThat(client.status(unconfirmed)).isEqualTo("Error");
		this.qr.payLate(unscanned);
		assertThat(client.status(unscanned)).isEqualTo("Processed");
	}

	@Test
	void windowsCanBeShortened() throws IOException {
		this.qr.windows(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(20));
		QrClient client = enhanced();
		JsonNode options = client.create(client.device(), "1").at("/Data/QrPaymentBehaviorOptions");
		assertThat(options).hasToString(
				"{\"StatusPollingInterval\":1,\"QrCodeScanWaitTimeout\":10,\"PaymentConfirmationTimeout\":20}");
	}

	@Test
	void enhancedRefundsInPartsUpToThePurchase() throws IOException {
		QrClient client = enhanced();
		String device = client.device();
		String id = client.created(device, "1000");
		assertThat(QrClient.code(client.refund(device, id, "1"))).isEqualTo(-99000011);
		this.qr.pay(id);
		JsonNode refunded = client.refund(device, id, "400");
		assertThat(refunded.at("/Data/ReturnOperationId").isIntegralNumber()).isTrue();
		JsonNode details = ApiClient.json(client.get("/payment/details?QrPaymentId=" + id + "&DeviceToken=" + device))
			.get("Data");
		assertThat(details.get("TotalAmount").decimalValue()).isEqualByComparingTo("1000");
		assertThat(details.get("AvailableReturnAmount").decimalValue()).isEqualByComparingTo("600");
		assertThat(details.get("TransactionDate").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{7}");
		assertThat(QrClient.code(client.refund(device, id, "600.01"))).isEqualTo(-99000005);
		assertThat(QrClient.code(client.refund(device, "12800000000", "1"))).isEqualTo(-99000001);
	}

	@Test
	void standardRefundsBeginWithTheCustomersScan() throws IOException {
		QrClient client = new QrClient(this.simulator, SimulatedQrScheme.STANDARD);
		String device = client.device();
		String id = client.created(device, "1000");
		this.qr.pay(id);
		JsonNode created = client.call("/return/create", "\"DeviceToken\":\"" + device + "\",\"ExternalId\":\"15\"")
			.get("Data");
		String returnId = created.get("QrReturnId").asString();
		assertThat(created.at("/QrReturnBehaviorOptions/QrCodeScanEventPollingInterval").intValue()).isEqualTo(5);
		assertThat(returnStatus(client, returnId)).isEqualTo("QrTokenCreated");
		String refund = "\"DeviceToken\":\"" + device + "\",\"QrPaymentId\":" + id + ",\"Amount\":10,\"QrReturnId\":"
				+ returnId;
		assertThat(QrClient.code(client.call("/payment/return", refund))).isEqualTo(-99000006);
		this.qr.scanReturn(returnId);
		assertThat(returnStatus(client, returnId)).isEqualTo("CustomerIdentityObtained");
		JsonNode operations = client.call("/return/operations",
				"\"DeviceToken\":\"" + device + "\",\"QrReturnId\":" + returnId + ",\"MaxResult\":10");
		assertThat(operations.at("/Data/0/QrPaymentId").asString()).isEqualTo(id);
		assertThat(client
			.call("/return/operations",
					"\"DeviceToken\":\"" + device + "\",\"QrReturnId\":" + returnId + ",\"MaxResult\":-1")
			.get("Data")).isEmpty();
		assertThat(QrClient.code(client.call("/payment/return", refund))).isZero();
	}

	private static String returnStatus(QrClient client, String returnId) throws IOException {
		return ApiClient.json(client.get("/return/status/" + returnId)).at("/Data/Status").stringValue();
	}

	@Test
	void aRemotePaymentLivesForADayAndCanBeCancelled() throws IOException {
		QrClient client = enhanced();
		String device = client.device();
		assertThat(ApiClient.json(client.get("/remote/client-info?phoneNumber=77010000000&deviceToken=" + device))
			.at("/Data/ClientName")
			.stringValue()).isNotEmpty();
		String paid = remote(client, device);
		String cancelled = remote(client, device);
		String forgotten = remote(client, device);
		assertThat(client.status(paid)).isEqualTo("RemotePaymentCreated");
		this.simulator.advance(Duration.ofHours(23));
		this.qr.confirm(paid);
		assertThat(client.status(paid)).isEqualTo("Processed");
		String cancel = "\"DeviceToken\":\"" + device + "\",\"QrPaymentId\":";
		assertThat(client.call("/remote/cancel", cancel + cancelled).at("/Data/Status").stringValue())
			.isEqualTo("RemotePaymentCanceled");
		assertThat(client.status(cancelled)).isEqualTo("RemotePaymentCanceled");
		assertThat(QrClient.code(client.call("/remote/cancel", cancel + paid))).isEqualTo(-1601);
		this.simulator.advance(Duration.ofHours(1));
		assertThatIllegalStateException().isThrownBy(() -> this.qr.confirm(forgotten));
	}

	private static String remote(QrClient client, String device) throws IOException {
		return client
			.call("/remote/create",
					"\"DeviceToken\":\"" + device
							+ "\",\"Amount\":500,\"PhoneNumber\":\"77010000000\",\"Comment\":\"Rug\"")
			.at("/Data/QrPaymentId")
			.asString();
	}

	@Test
	void devicesAreRegisteredOnceAndCanBeDeletedOrForgotten() throws IOException {
		QrClient client = enhanced();
		String device = client.device();
		assertThat(client.device()).isEqualTo(device);
		assertThat(QrClient.code(client.call("/device/register", "\"DeviceId\":\"till-1\",\"TradePointId\":\"2\"")))
			.isEqualTo(-1503);
		assertThat(QrClient.code(client.call("/device/register", "\"DeviceId\":\"till-1\",\"TradePointId\":9")))
			.isEqualTo(-99000002);
		assertThat(QrClient.code(client.call("/device/delete", "\"DeviceToken\":\"" + device + "\""))).isZero();
		assertThat(QrClient.code(client.create(device, "1"))).isEqualTo(-1502);
		assertThat(client.device()).isEqualTo(device);
		this.qr.forgetDevices();
		assertThat(QrClient.code(client.create(device, "1"))).isEqualTo(-1501);
	}

	@Test
	void aDeviceOfAnotherTradePointDoesNotRefund() throws IOException {
		QrClient client = enhanced();
		String id = client.created(client.device(), "5");
		this.qr.pay(id);
		String other = client.call("/device/register", "\"DeviceId\":\"till-2\",\"TradePointId\":2")
			.at("/Data/DeviceToken")
			.stringValue();
		assertThat(QrClient.code(client.refund(other, id, "1"))).isEqualTo(-99000003);
	}

	@Test
	void aDisabledTradePointSellsNothing() throws IOException {
		QrClient client = enhanced();
		this.qr.disableTradePoint("1", true);
		assertThat(QrClient.code(client.create(client.device(), "1"))).isEqualTo(990000018);
		this.qr.disableTradePoint("1", false);
		assertThat(QrClient.code(client.create(client.device(), "1"))).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "1.001", "\"5\"", "null", "1e30" })
	void badAmountsAreRefused(String amount) throws IOException {
		QrClient client = enhanced();
		assertThat(QrClient.code(client.create(client.device(), amount))).isEqualTo(990000028);
		assertThat(this.qr.payments()).isEmpty();
	}

	@Test
	void malformedBodiesAreRefused() throws IOException {
		QrClient client = enhanced();
		assertThat(client.post("/qr/create", "{").statusCode()).isEqualTo(400);
		assertThat(client.post("/qr/create", "{\"DeviceToken\":\"x\",\"Amount\":1}").statusCode()).isEqualTo(400);
		assertThat(client.post("/remote/cancel", client.body("\"DeviceToken\":\"x\",\"QrPaymentId\":1.5")).statusCode())
			.isEqualTo(400);
	}

	@Test
	void tradePointsAreThoseOfTheOrganization() throws IOException {
		QrClient basic = new QrClient(this.simulator, SimulatedQrScheme.BASIC);
		JsonNode points = ApiClient.json(basic.get("/partner/tradepoints")).get("Data");
		assertThat(points).hasSize(2);
		assertThat(points.at("/0/TradePointId").intValue()).isEqualTo(1);
		QrClient client = enhanced();
		assertThat(ApiClient.json(client.get("/partner/tradepoints/123456789012")).get("Data")).isEqualTo(points);
		assertThat(QrClient.code(ApiClient.json(client.get("/partner/tradepoints/999999999999")))).isEqualTo(-14000002);
		String foreign = "{\"OrganizationBin\":\"999999999999\",\"DeviceToken\":\"" + client.device()
				+ "\",\"Amount\":1,\"ExternalId\":\"1\"}";
		assertThat(QrClient.code(ApiClient.json(client.post("/qr/create", foreign)))).isEqualTo(-1501);
	}

	@Test
	void whoShowsNoCertificateHearsIt() throws IOException {
		for (SimulatedQrScheme scheme : new SimulatedQrScheme[] { SimulatedQrScheme.STANDARD,
				SimulatedQrScheme.ENHANCED }) {
			QrClient client = new QrClient(this.simulator, scheme, this.qr.certificates().anonymousContext());
			HttpResponse<String> refused = client.get("/health/ping");
			assertThat(refused.statusCode()).isEqualTo(200);
			assertThat(QrClient.code(ApiClient.json(refused))).isEqualTo(-10000);
			HttpResponse<String> forged = client.send(client.request("/health/ping")
				.header("X-Kaspi-Simulator-Client-Certificate", "CN=Simulated merchant")
				.GET());
			assertThat(QrClient.code(ApiClient.json(forged))).isEqualTo(-10000);
		}
	}

	@Test
	void basicNeedsTheKeyAndNoCertificate() throws IOException {
		QrClient client = new QrClient(this.simulator, SimulatedQrScheme.BASIC,
				this.qr.certificates().anonymousContext());
		assertThat(QrClient.code(ApiClient.json(client.get("/health/ping")))).isZero();
		assertThat(client.apiKey("another").get("/health/ping").statusCode()).isEqualTo(401);
	}

	@Test
	void aSchemeHasOnlyItsOwnCalls() throws IOException {
		QrClient basic = new QrClient(this.simulator, SimulatedQrScheme.BASIC);
		assertThat(basic.post("/payment/return", "{}").statusCode()).isEqualTo(404);
		assertThat(basic.post("/remote/create", "{}").statusCode()).isEqualTo(404);
		QrClient standard = new QrClient(this.simulator, SimulatedQrScheme.STANDARD);
		assertThat(standard.post("/remote/create", "{}").statusCode()).isEqualTo(404);
		assertThat(enhanced().post("/return/create", "{}").statusCode()).isEqualTo(404);
	}

	@Test
	void faultsHappenOverTlsToo() throws IOException {
		QrClient client = enhanced();
		String device = client.device();
		this.simulator.faults().add(ApiFault.statusCode(-999).on(Operation.CREATE).times(1));
		assertThat(QrClient.code(client.create(device, "1"))).isEqualTo(-999);
		assertThat(this.qr.payments()).isEmpty();
		this.simulator.faults().add(ApiFault.reset().afterProcessing().on(Operation.CREATE).times(1));
		assertThatIOException().isThrownBy(() -> client.create(device, "1"));
		assertThat(this.qr.payments()).hasSize(1);
		this.simulator.faults().add(ApiFault.timeout(Duration.ofMillis(50)).on(Operation.REFUND).times(1));
		assertThatIOException().isThrownBy(() -> client.post("/payment/return", "{}"));
		this.simulator.faults().add(ApiFault.slowDrip(Duration.ofMillis(200)).on(Operation.DEVICE).times(1));
		assertThat(client.device()).isEqualTo(device);
		this.simulator.faults().add(ApiFault.malformedJson().on(Operation.LOOK_UP).times(1));
		String cut = client.get("/health/ping").body();
		assertThat(cut).startsWith("{\"Status").doesNotEndWith("}");
		this.simulator.faults().add(ApiFault.status(500).on(Operation.REFUND).times(1));
		assertThat(client.post("/payment/return", "{}").statusCode()).isEqualTo(500);
		assertThat(this.simulator.faults().active()).isEmpty();
	}

	@Test
	void theJournalsHaveNoTokensAndNoKeys() throws IOException {
		QrClient client = enhanced();
		String device = client.device();
		client.created(device, "1");
		client.get("/payment/details?QrPaymentId=1&DeviceToken=" + device);
		new QrClient(this.simulator, SimulatedQrScheme.BASIC).get("/health/ping");
		new ApiClient(this.simulator).get("/simulator/qr/client.pem");
		assertThat(this.simulator.requests()).extracting(RecordedRequest::path)
			.containsExactly("/r3/v01/device/register", "/r3/v01/qr/create", "/r3/v01/payment/details",
					"/r1/v01/health/ping");
		assertThat(this.simulator.requests().toString()
				+ this.simulator.requests().stream().map((request) -> request.body() + request.responseBody()).toList())
			.doesNotContain(device);
		assertThat(this.simulator.requests().get(1).body()).contains("\"DeviceToken\":\"***\"");
		this.simulator.wireMock().getAllServeEvents().forEach((event) -> {
			String all = event.getRequest().getAbsoluteUrl() + event.getRequest().getUrl()
					+ event.getRequest().getBodyAsString() + event.getRequest().getHeaders()
					+ event.getResponse().getBodyAsString() + event.getResponseDefinition().getBody();
			assertThat(all).doesNotContain(device, "PRIVATE KEY", this.qr.apiKey());
		});
	}

	@Test
	void theRequestIdIsTheClients() throws IOException {
		QrClient client = enhanced();
		HttpResponse<String> answer = client.get("/health/ping");
		String sent = answer.request().headers().firstValue("X-Request-ID").orElseThrow();
		assertThat(answer.headers().firstValue("X-Request-Id")).hasValue(sent);
		assertThat(this.simulator.requests().get(0).requestId()).isEqualTo(sent);
	}

	@Test
	void resetForgetsPaymentsAndDevices() throws IOException {
		QrClient client = enhanced();
		String device = client.device();
		String id = client.created(device, "1");
		this.simulator.reset();
		assertThat(this.qr.payments()).isEmpty();
		assertThat(QrClient.code(client.create(device, "1"))).isEqualTo(-1501);
		assertThat(client.created(client.device(), "1")).isNotEqualTo(id);
	}

}
