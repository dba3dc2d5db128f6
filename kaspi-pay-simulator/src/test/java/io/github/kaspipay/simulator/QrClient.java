/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

import javax.net.ssl.SSLContext;

import io.github.kaspipay.simulator.qr.SimulatedQr;
import io.github.kaspipay.simulator.qr.SimulatedQrScheme;
import tools.jackson.databind.JsonNode;

/**
 * A client of the QR API that can also do everything wrong.
 */
final class QrClient {

	private final HttpClient http;

	private final SimulatedQr qr;

	private final SimulatedQrScheme scheme;

	private String apiKey;

	QrClient(KaspiPaySimulator simulator, SimulatedQrScheme scheme) {
		this(simulator, scheme, simulator.qr().certificates().clientContext());
	}

	QrClient(KaspiPaySimulator simulator, SimulatedQrScheme scheme, SSLContext tls) {
		this.qr = simulator.qr();
		this.scheme = scheme;
		this.apiKey = simulator.qr().apiKey();
		this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
	}

	QrClient apiKey(String apiKey) {
		this.apiKey = apiKey;
		return this;
	}

	HttpResponse<String> get(String path) throws IOException {
		return send(request(path).GET());
	}

	HttpResponse<String> post(String path, String body) throws IOException {
		return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
	}

	HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.qr.baseUrl(this.scheme) + path))
			.timeout(Duration.ofSeconds(10))
			.header("X-Request-ID", UUID.randomUUID().toString());
		return (this.scheme == SimulatedQrScheme.BASIC) ? request.header("Api-Key", this.apiKey) : request;
	}

	HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
		try {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Makes a body of members, to which the organization is added where the scheme needs
	 * it.
	 */
	String body(String members) {
		return (this.scheme == SimulatedQrScheme.ENHANCED)
				? String.format(Locale.ROOT, "{\"OrganizationBin\":\"%s\",%s}", this.qr.organizationBin(), members)
				: "{" + members + "}";
	}

	JsonNode call(String path, String members) throws IOException {
		return ApiClient.json(post(path, body(members)));
	}

	static int code(JsonNode answer) {
		return answer.get("StatusCode").intValue();
	}

	String device() throws IOException {
		return call("/device/register", "\"DeviceId\":\"till-1\",\"TradePointId\":1").at("/Data/DeviceToken")
			.stringValue();
	}

	JsonNode create(String deviceToken, String amount) throws IOException {
		return call("/qr/create", String.format(Locale.ROOT,
				"\"DeviceToken\":\"%s\",\"Amount\":%s,\"ExternalId\":\"cart-1\"", deviceToken, amount));
	}

	String created(String deviceToken, String amount) throws IOException {
		return create(deviceToken, amount).at("/Data/QrPaymentId").asString();
	}

	String status(String paymentId) throws IOException {
		return ApiClient.json(get("/payment/status/" + paymentId)).at("/Data/Status").stringValue();
	}

	JsonNode refund(String deviceToken, String paymentId, String amount) throws IOException {
		return call("/payment/return", String.format(Locale.ROOT,
				"\"DeviceToken\":\"%s\",\"QrPaymentId\":%s,\"Amount\":%s", deviceToken, paymentId, amount));
	}

}
