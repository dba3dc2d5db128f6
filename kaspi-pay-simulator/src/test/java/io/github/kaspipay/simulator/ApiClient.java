/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of the API that can also do everything wrong.
 */
final class ApiClient {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final KaspiPaySimulator simulator;

	private String token = "";

	ApiClient(KaspiPaySimulator simulator) {
		this.simulator = simulator;
	}

	static String basic(String clientId, String clientSecret) {
		return "Basic "
				+ Base64.getEncoder().encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
	}

	static JsonNode json(HttpResponse<String> response) {
		return parse(response.body());
	}

	static JsonNode parse(String json) {
		return JSON.readTree(json);
	}

	static String orderBody(String reference, String value) {
		return String.format(Locale.ROOT, """
				{"merchant":"MERCHANT123","amount":{"value":%s,"currency":"KZT"},"description":"Payment",\
				"reference":"%s"}""", value, reference);
	}

	static String orderBody(String reference, String value, URI callbackUrl) {
		return String.format(Locale.ROOT, """
				{"merchant":"MERCHANT123","amount":{"value":%s,"currency":"KZT"},"description":"Payment",\
				"reference":"%s","callback_url":"%s","return_url":"https://shop.example/thanks","language":"ru"}""",
				value, reference, callbackUrl);
	}

	static String refundBody(String value) {
		return String.format(Locale.ROOT, """
				{"amount":{"value":%s,"currency":"KZT"},"reason":"Customer refused"}""", value);
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.simulator.baseUrl() + path));
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	HttpResponse<String> token(String authorization, String contentType, String form) {
		return send(request("/oauth/token").header("Authorization", authorization)
			.header("Content-Type", contentType)
			.POST(BodyPublishers.ofString(form)));
	}

	HttpResponse<String> token() {
		return token(basic(this.simulator.clientId(), this.simulator.clientSecret()),
				"application/x-www-form-urlencoded", "grant_type=client_credentials&scope=payment.orders");
	}

	ApiClient authorize() {
		this.token = json(token()).get("access_token").stringValue();
		return this;
	}

	HttpResponse<String> get(String path) {
		return send(request(path).header("Authorization", "Bearer " + this.token).GET());
	}

	HttpResponse<String> post(String path, String body) {
		return send(request(path).header("Authorization", "Bearer " + this.token)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body)));
	}

	HttpResponse<String> post(String path) {
		return send(request(path).POST(BodyPublishers.noBody()));
	}

	HttpResponse<String> create(String body) {
		return post("/payment/orders", body);
	}

	String created(String body) {
		HttpResponse<String> response = create(body);
		if (response.statusCode() != 201) {
			throw new IllegalStateException("Not created: " + response.body());
		}
		return json(response).get("orderId").stringValue();
	}

	HttpResponse<String> status(String orderId) {
		return get("/payment/orders/" + orderId);
	}

	HttpResponse<String> refund(String orderId, String value) {
		return post("/payment/orders/" + orderId + "/refund", refundBody(value));
	}

}
