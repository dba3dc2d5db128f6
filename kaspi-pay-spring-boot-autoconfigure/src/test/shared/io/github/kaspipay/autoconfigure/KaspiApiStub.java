/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.time.Instant;
import java.util.List;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

/**
 * Kaspi Pay's API on WireMock. An order's id is the reference it was created with.
 */
public final class KaspiApiStub implements AutoCloseable {

	public static final String CLIENT_SECRET = "Zq7-client-credential";

	public static final String WEBHOOK_SECRET = "whsec-9fK2-current";

	public static final String PREVIOUS_WEBHOOK_SECRET = "whsec-1aB8-previous";

	private final WireMockServer server = new WireMockServer(
			options().dynamicPort().bindAddress("127.0.0.1").globalTemplating(true));

	public KaspiApiStub() {
		this.server.start();
		stubDefaults();
	}

	public void reset() {
		this.server.resetAll();
		stubDefaults();
	}

	private void stubDefaults() {
		this.server.stubFor(post("/oauth/token")
			.willReturn(json(200, "{\"access_token\":\"a-token\",\"token_type\":\"Bearer\",\"expires_in\":3600}")));
		this.server.stubFor(post("/payment/orders").willReturn(json(201,
				"{\"orderId\":\"{{jsonPath request.body '$.reference'}}\",\"status\":\"INIT\",\"qrData\":\"0003\","
						+ "\"paymentUrl\":\"https://pay.kaspikz.kz/x\",\"expiresAt\":\""
						+ Instant.now().plusSeconds(900) + "\"}")));
	}

	public String baseUrl() {
		return "http://127.0.0.1:" + this.server.port();
	}

	/**
	 * The minimal properties of an application that talks to this API.
	 */
	public String[] properties() {
		return new String[] { "kaspi.pay.base-url=" + baseUrl(), "kaspi.pay.merchant-id=MERCHANT123",
				"kaspi.pay.client-id=client-1", "kaspi.pay.client-secret=" + CLIENT_SECRET,
				"kaspi.pay.webhook.secret=" + WEBHOOK_SECRET };
	}

	public void order(String orderId, String status, String amount) {
		this.server.stubFor(get("/payment/orders/" + orderId).willReturn(json(200,
				"{\"orderId\":\"" + orderId + "\",\"status\":\"" + status + "\",\"amount\":" + amount + "}")));
	}

	public void orderAnswers(String orderId, ResponseDefinitionBuilder response) {
		this.server.stubFor(get("/payment/orders/" + orderId).willReturn(response));
	}

	public void tokenAnswers(ResponseDefinitionBuilder response) {
		this.server.stubFor(post("/oauth/token").willReturn(response));
	}

	public void creationAnswers(ResponseDefinitionBuilder response) {
		this.server.stubFor(post("/payment/orders").willReturn(response));
	}

	public void refundAnswers(String orderId, ResponseDefinitionBuilder response) {
		this.server.stubFor(post("/payment/orders/" + orderId + "/refund").willReturn(response));
	}

	public int tokenCalls() {
		return this.server.findAll(postRequestedFor(urlEqualTo("/oauth/token"))).size();
	}

	public int creationCalls() {
		return this.server.findAll(postRequestedFor(urlEqualTo("/payment/orders"))).size();
	}

	public int refundCalls() {
		return this.server.findAll(postRequestedFor(urlMatching("/payment/orders/.*/refund"))).size();
	}

	public int statusCalls(String orderId) {
		return this.server.findAll(getRequestedFor(urlEqualTo("/payment/orders/" + orderId))).size();
	}

	public List<String> creations() {
		return this.server.findAll(postRequestedFor(urlEqualTo("/payment/orders")))
			.stream()
			.map(LoggedRequest::getBodyAsString)
			.toList();
	}

	public int calls() {
		return this.server.findAll(anyRequestedFor(anyUrl())).size();
	}

	public static ResponseDefinitionBuilder json(int status, String body) {
		return aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody(body);
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
