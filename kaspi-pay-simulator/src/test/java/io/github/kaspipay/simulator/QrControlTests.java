/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.time.Duration;

import io.github.kaspipay.simulator.qr.SimulatedQrReturn;
import io.github.kaspipay.simulator.qr.SimulatedQrScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The QR API as its customers and other programs drive it.
 */
@ExtendWith(SharedSimulator.class)
class QrControlTests {

	private final HttpClient browser = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

	private final KaspiPaySimulator simulator;

	private final ApiClient control;

	private final QrClient merchant;

	QrControlTests(KaspiPaySimulator simulator) {
		this.simulator = simulator;
		this.control = new ApiClient(simulator);
		this.merchant = new QrClient(simulator, SimulatedQrScheme.ENHANCED);
	}

	@Test
	void theCustomerScansAndPaysOnThePhone() throws Exception {
		String id = this.merchant.created(this.merchant.device(), "25000");
		assertThat(page("/phone")).contains("/phone?payment=" + id, "QR code, cart-1");
		assertThat(page("/phone?payment=" + id)).contains("25\u00a0000\u00a0₸", ">Scan<");
		assertThat(submit(id, "scan")).contains("Confirm payment", "Pay 25\u00a0000\u00a0₸");
		assertThat(submit(id, "confirm")).contains("<h1>Paid</h1>");
		assertThat(submit(id, "confirm")).contains("<h1>Already paid</h1>");
		assertThat(page("/phone")).contains("Nothing to pay");
		assertThat(this.merchant.status(id)).isEqualTo("Processed");
	}

	@Test
	void thePhoneShowsWhatCannotBePaid() throws Exception {
		String device = this.merchant.device();
		String failed = this.merchant.created(device, "1");
		assertThat(submit(failed, "error")).contains("<h1>Not paid</h1>");
		String late = this.merchant.created(device, "1");
		this.simulator.advance(Duration.ofMinutes(3));
		assertThat(page("/phone?payment=" + late)).contains("<h1>Expired</h1>");
		assertThat(page("/phone")).contains("Nothing to pay");
		assertThat(page("/phone?payment=1")).contains("No such payment");
	}

	@Test
	void theCustomerIdentifiesForARefund() throws Exception {
		QrClient standard = new QrClient(this.simulator, SimulatedQrScheme.STANDARD);
		String returnId = standard.call("/return/create", "\"DeviceToken\":\"" + standard.device() + "\"")
			.at("/Data/QrReturnId")
			.asString();
		assertThat(page("/phone")).contains("/simulator/qr/returns/" + returnId + "/scan");
		post("/simulator/qr/returns/" + returnId + "/scan");
		assertThat(this.simulator.qr().returns()).extracting(SimulatedQrReturn::status)
			.containsExactly("CustomerIdentityObtained");
	}

	@Test
	void otherProgramsDoAllThatCanBecomeOfAPayment() throws Exception {
		String device = this.merchant.device();
		String id = this.merchant.created(device, "1000");
		assertThat(change(id, "scan", "").get("status").stringValue()).isEqualTo("Wait");
		assertThat(this.control.post("/simulator/qr/payments/" + id + "/scan").statusCode()).isEqualTo(409);
		JsonNode paid = change(id, "pay", "{\"amount\":900}");
		assertThat(paid.get("status").stringValue()).isEqualTo("Processed");
		assertThat(paid.get("amount").decimalValue()).isEqualByComparingTo("900");
		assertThat(change(id, "refund", "{\"amount\":400}").get("refundedAmount").intValue()).isEqualTo(400);
		assertThat(change(id, "refund", "").get("refundedAmount").intValue()).isEqualTo(900);
		assertThat(this.control.post("/simulator/qr/payments/" + id + "/refund", "{\"amount\":1}").statusCode())
			.isEqualTo(422);
		assertThat(change(id, "status", "{\"status\":\"Chargeback\"}").get("status").stringValue())
			.isEqualTo("Chargeback");
		assertThat(this.merchant.status(id)).isEqualTo("Chargeback");
		assertThat(this.control.get("/simulator/qr/payments/" + id + "/qr.svg").body()).startsWith("<svg");
		assertThat(this.control.get("/simulator/qr/payments/1").statusCode()).isEqualTo(404);
		assertThat(ApiClient.json(this.control.get("/simulator/qr/payments"))).hasSize(1);
	}

	@Test
	void theClientsKeyStoreCanBeDownloaded() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.simulator.baseUrl() + "/simulator/qr/client.p12"))
			.build();
		byte[] content = this.browser.send(request, BodyHandlers.ofByteArray()).body();
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(new ByteArrayInputStream(content), "demo-password".toCharArray());
		assertThat(store.isKeyEntry("client")).isTrue();
		assertThat(store.isCertificateEntry("authority")).isTrue();
		assertThat(this.control.get("/simulator/qr/client.pem").body()).contains("BEGIN CERTIFICATE",
				"BEGIN PRIVATE KEY");
		assertThat(this.control.get("/simulator/qr/authority.pem").body()).contains("BEGIN CERTIFICATE")
			.doesNotContain("PRIVATE");
		HttpRequest foreign = HttpRequest.newBuilder(URI.create(this.simulator.baseUrl() + "/simulator/qr/client.pem"))
			.header("Sec-Fetch-Site", "cross-site")
			.build();
		assertThat(this.browser.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
	}

	@Test
	void tellsWhereTheSchemesAre() throws IOException {
		JsonNode overview = ApiClient.json(this.control.get("/simulator/qr"));
		assertThat(overview.get("standard").stringValue()).matches("https://localhost:\\d+/r2/v01");
		assertThat(this.control.get("/simulator/qr/properties").body()).contains(
				"kaspi.pay.base-url=" + this.simulator.qr().baseUrl(SimulatedQrScheme.ENHANCED) + "\n",
				"spring.ssl.bundle.jks.kaspi.keystore.location");
	}

	private JsonNode change(String id, String action, String body) {
		String path = "/simulator/qr/payments/" + id + "/" + action;
		HttpResponse<String> answer = body.isEmpty() ? this.control.post(path) : this.control.post(path, body);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return ApiClient.json(answer);
	}

	private String page(String path) throws Exception {
		return this.browser
			.send(HttpRequest.newBuilder(URI.create(this.simulator.baseUrl() + path)).build(), BodyHandlers.ofString())
			.body();
	}

	private String submit(String id, String action) throws Exception {
		return post("/simulator/qr/payments/" + id + "/" + action);
	}

	private String post(String path) throws Exception {
		return this.browser
			.send(HttpRequest.newBuilder(URI.create(this.simulator.baseUrl() + path))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.noBody())
				.build(), BodyHandlers.ofString())
			.body();
	}

}
