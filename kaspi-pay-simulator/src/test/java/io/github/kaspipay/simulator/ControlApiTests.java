/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.kaspipay.simulator.fault.ActiveFault;
import io.github.kaspipay.simulator.fault.ApiFault;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.fault.WebhookFault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for driving the simulator by a program in any language.
 */
class ControlApiTests extends SharedSimulatorTests {

	@BeforeEach
	void authorize() {
		this.client.authorize();
	}

	@Test
	void showsOneOrder() {
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000"));
		JsonNode order = get("/simulator/orders/" + orderId);
		assertThat(order.get("orderId").stringValue()).isEqualTo(orderId);
		assertThat(order.get("status").stringValue()).isEqualTo("INIT");
		assertThat(order.get("qrData").stringValue()).isNotEmpty();
		assertThat(this.client.get("/simulator/orders/ORD-1").statusCode()).isEqualTo(404);
	}

	@Test
	void takesAnOrderThroughEverything() {
		String path = "/simulator/orders/" + this.client.created(ApiClient.orderBody("order_1", "25000"));
		assertThat(status(path + "/expire")).isEqualTo("EXPIRED");
		assertThat(this.client.post(path + "/pay").statusCode()).isEqualTo(409);
		assertThat(status(path + "/pay-late")).isEqualTo("PAID");
		assertThat(this.client.post(path + "/refund", "{\"amount\":0}").statusCode()).isEqualTo(400);
		assertThat(ApiClient.json(this.client.post(path + "/refund", "{\"amount\":1000.5}"))
			.get("refundedAmount")
			.decimalValue()).isEqualTo("1000.5");
		assertThat(status(path + "/refund")).isEqualTo("REFUNDED");
		assertThat(this.client.post(path + "/refund").statusCode()).isEqualTo(422);
		assertThat(ApiClient.json(this.client.post(path + "/status", "{\"status\":\"ON_HOLD\"}"))
			.get("status")
			.stringValue()).isEqualTo("ON_HOLD");
		assertThat(this.client.post(path + "/status", "{}").statusCode()).isEqualTo(400);
		String other = "/simulator/orders/" + this.client.created(ApiClient.orderBody("order_2", "1"));
		assertThat(this.client.post(other + "/refund").statusCode()).isEqualTo(422);
		assertThat(status(other + "/cancel")).isEqualTo("CANCELLED");
	}

	@Test
	void paysAnotherAmountAtAnotherTime() {
		String path = "/simulator/orders/" + this.client.created(ApiClient.orderBody("order_1", "25000"));
		for (String wrong : List.of("{\"amount\":0}", "{\"amount\":\"1\"}", "{\"paidAt\":\"yesterday\"}", "[]")) {
			assertThat(this.client.post(path + "/pay", wrong).statusCode()).isEqualTo(400);
		}
		JsonNode paid = ApiClient
			.json(this.client.post(path + "/pay", "{\"amount\":24999.5,\"paidAt\":\"2026-01-01T10:00:00Z\"}"));
		assertThat(paid.get("status").stringValue()).isEqualTo("PAID");
		assertThat(paid.get("amount").decimalValue()).isEqualTo("24999.5");
		assertThat(paid.get("paidAt").stringValue()).isEqualTo("2026-01-01T10:00:00Z");
	}

	@Test
	void sendsWebhookThatSaysSomethingElse() throws IOException {
		try (WebhookReceiver receiver = new WebhookReceiver()) {
			String orderId = this.client.created(ApiClient.orderBody("order_1", "25000", receiver.url()));
			HttpResponse<String> sent = this.client.post("/simulator/orders/" + orderId + "/webhook",
					"{\"status\":\"REVERSED\",\"amount\":5}");
			assertThat(ApiClient.json(sent).get("status").stringValue()).isEqualTo("INIT");
			await().until(() -> this.simulator.webhooks().size() == 1);
			assertThat(receiver.received().get(0).text()).contains("\"status\":\"REVERSED\"", "\"amount\":5,");
		}
	}

	@Test
	void sendsWebhookAgainAndShowsEachAttempt() throws IOException {
		try (WebhookReceiver receiver = new WebhookReceiver()) {
			String orderId = this.client.created(ApiClient.orderBody("order_1", "25000", receiver.url()));
			this.simulator.pay(orderId);
			assertThat(status("/simulator/orders/" + orderId + "/webhook")).isEqualTo("PAID");
			await().until(() -> this.simulator.webhooks().size() == 2);
			JsonNode webhooks = get("/simulator/webhooks");
			assertThat(webhooks).hasSize(2).allSatisfy((webhook) -> {
				assertThat(webhook.get("orderId").stringValue()).isEqualTo(orderId);
				assertThat(webhook.get("attempt").intValue()).isEqualTo(1);
				assertThat(webhook.get("httpStatus").intValue()).isEqualTo(200);
				assertThat(webhook.get("delivered").booleanValue()).isTrue();
				assertThat(webhook.get("signatureValid").booleanValue()).isTrue();
				assertThat(webhook.get("body").stringValue()).isEqualTo(receiver.received().get(0).text());
				assertThat(webhook.get("signature").stringValue())
					.isEqualTo(this.simulator.sign(webhook.get("body").stringValue()));
				assertThat(webhook.has("error")).isFalse();
			});
			long first = webhooks.get(0).get("number").longValue();
			assertThat(get("/simulator/webhooks?after=" + first)).hasSize(1);
		}
	}

	@Test
	void showsRequests() {
		this.client.create(ApiClient.orderBody("order_1", "25000"));
		this.client.create("{");
		JsonNode requests = get("/simulator/requests");
		assertThat(requests).hasSize(3);
		assertThat(requests.get(0).get("path").stringValue()).isEqualTo("/oauth/token");
		assertThat(requests.get(0).get("responseBody").stringValue()).isEmpty();
		assertThat(requests.get(1).get("status").intValue()).isEqualTo(201);
		assertThat(requests.get(1).get("body").stringValue()).contains("order_1");
		assertThat(requests.get(1).get("responseBody").stringValue()).contains("qrData");
		assertThat(requests.get(2).get("status").intValue()).isEqualTo(400);
		long first = requests.get(0).get("number").longValue();
		assertThat(numbers("?after=" + first)).containsExactly(first + 1, first + 2);
		assertThat(numbers("?limit=1")).containsExactly(first + 2);
		assertThat(numbers("?limit=0")).isEmpty();
		assertThat(numbers("?after=99999999")).isEmpty();
		assertThat(this.client.get("/simulator/requests?after=x").statusCode()).isEqualTo(400);
		assertThat(this.client.get("/simulator/requests?limit=-1").statusCode()).isEqualTo(400);
	}

	@Test
	void tellsTheTime() {
		this.client.post("/simulator/clock/advance?seconds=900");
		JsonNode clock = get("/simulator/clock");
		assertThat(clock.get("advancedSeconds").longValue()).isEqualTo(900);
		assertThat(clock.get("now").stringValue()).endsWith("Z");
	}

	@Test
	void versionChangesWithTheStateOnly() {
		String tag = tag();
		assertThat(tag()).isEqualTo(tag);
		HttpResponse<String> unchanged = this.client
			.send(this.client.request("/simulator").header("If-None-Match", tag).GET());
		assertThat(unchanged.statusCode()).isEqualTo(304);
		assertThat(unchanged.body()).isEmpty();
		List<Runnable> changes = List.of(() -> this.client.created(ApiClient.orderBody("order_1", "25000")),
				() -> this.simulator.pay(this.simulator.orders().get(0).orderId()),
				() -> this.simulator.faults().add(ApiFault.reset()), () -> this.simulator.faults().clear(),
				() -> this.client.post("/simulator/clock/advance?seconds=1"), () -> this.simulator.reset());
		List<String> tags = new ArrayList<>(List.of(tag));
		for (Runnable change : changes) {
			change.run();
			tags.add(tag());
		}
		assertThat(tags).doesNotHaveDuplicates();
	}

	@Test
	void describesTheSimulatorWithoutItsSecrets() {
		JsonNode overview = get("/simulator");
		assertThat(overview.get("baseUrl").stringValue()).isEqualTo(this.simulator.baseUrl());
		assertThat(overview.get("merchantId").stringValue()).isEqualTo("MERCHANT123");
		assertThat(overview.toString()).doesNotContain("demo-secret", "demo-webhook-secret");
	}

	@Test
	void resets() {
		this.client.created(ApiClient.orderBody("order_1", "25000"));
		this.client.post("/simulator/clock/advance?seconds=1");
		assertThat(this.client.post("/simulator/reset").statusCode()).isEqualTo(204);
		assertThat(this.client.get("/simulator/orders").body()).isEqualTo("[]");
		assertThat(this.client.get("/simulator/requests").body()).isEqualTo("[]");
		assertThat(get("/simulator/clock").get("advancedSeconds").longValue()).isZero();
	}

	@Test
	void addsListsAndRemovesFaults() {
		HttpResponse<String> added = add("""
				{"target":"api","type":"status","status":503,"body":"busy","headers":{"Retry-After":"5"},
				"operations":["create","refund"],"afterProcessing":true,"times":2}""");
		assertThat(added.statusCode()).isEqualTo(201);
		String id = ApiClient.json(added).get("id").stringValue();
		assertThat(this.simulator.faults().active()).singleElement()
			.extracting(ActiveFault::fault)
			.isInstanceOfSatisfying(ApiFault.class, (fault) -> {
				assertThat(fault.type()).isEqualTo(ApiFault.Type.STATUS);
				assertThat(fault.status()).isEqualTo(503);
				assertThat(fault.body()).isEqualTo("busy");
				assertThat(fault.headers()).containsEntry("Retry-After", "5");
				assertThat(fault.operations()).containsExactlyInAnyOrder(Operation.CREATE, Operation.REFUND);
				assertThat(fault.isAfterProcessing()).isTrue();
				assertThat(fault.times()).isEqualTo(2);
			});
		this.client.create(ApiClient.orderBody("order_1", "25000"));
		assertThat(get("/simulator/faults")).singleElement()
			.satisfies((fault) -> assertThat(fault).hasToString(String.format(Locale.ROOT, """
					{"id":"%s","target":"api","type":"status","operations":["create","refund"],"afterProcessing":true,\
					"status":503,"headers":{"Retry-After":"5"},"body":"busy","times":2,"applied":1}""", id)));
		assertThat(delete("/simulator/faults/" + id)).isEqualTo(204);
		assertThat(delete("/simulator/faults/" + id)).isEqualTo(404);
		assertThat(this.client.get("/simulator/faults").body()).isEqualTo("[]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"target\":\"api\",\"type\":\"timeout\",\"millis\":30000}",
			"{\"target\":\"api\",\"type\":\"reset\"}", "{\"target\":\"api\",\"type\":\"slow-drip\",\"millis\":10000}",
			"{\"target\":\"api\",\"type\":\"malformed-json\"}", "{\"target\":\"api\",\"type\":\"empty-body\"}",
			"{\"target\":\"api\",\"type\":\"answer\",\"body\":\"{}\",\"headers\":{\"Content-Type\":\"text/html\"}}",
			"{\"target\":\"api\",\"type\":\"answer\",\"body\":\"\"}",
			"{\"target\":\"api\",\"type\":\"without\",\"members\":[\"refundId\",\"amount\"],\"operations\":[\"refund\"]}",
			"{\"target\":\"webhook\",\"type\":\"amount\",\"amount\":12.5}",
			"{\"target\":\"webhook\",\"type\":\"drop\",\"orderId\":\"ORD-1\"}",
			"{\"target\":\"webhook\",\"type\":\"delay\",\"millis\":2000}",
			"{\"target\":\"webhook\",\"type\":\"duplicate\"}", "{\"target\":\"webhook\",\"type\":\"reorder\"}",
			"{\"target\":\"webhook\",\"type\":\"wrong-signature\"}",
			"{\"target\":\"webhook\",\"type\":\"pretty-printed\",\"times\":1}" })
	void showsFaultAsItWasAdded(String json) {
		assertThat(add(json).statusCode()).isEqualTo(201);
		JsonNode shown = get("/simulator/faults").get(0);
		for (var property : ApiClient.parse(json).properties()) {
			assertThat(shown.get(property.getKey())).isEqualTo(property.getValue());
		}
	}

	@Test
	void neverShowsTheSecretOfAFault() {
		HttpResponse<String> added = add("{\"target\":\"webhook\",\"type\":\"old-secret\",\"secret\":\"whisper\"}");
		assertThat(added.statusCode()).isEqualTo(201);
		assertThat(added.body() + this.client.get("/simulator/faults").body()).doesNotContain("whisper");
		assertThat(this.simulator.faults().active()).singleElement()
			.extracting(ActiveFault::fault)
			.isInstanceOfSatisfying(WebhookFault.class, (fault) -> assertThat(fault.secret()).isEqualTo("whisper"));
		assertThat(delete("/simulator/faults")).isEqualTo(204);
		assertThat(this.simulator.faults().active()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"target\":\"phone\"}", "{\"target\":\"api\"}",
			"{\"target\":\"api\",\"type\":\"explode\"}", "{\"target\":\"api\",\"type\":\"status\"}",
			"{\"target\":\"api\",\"type\":\"status\",\"status\":99}",
			"{\"target\":\"api\",\"type\":\"timeout\",\"millis\":-1}",
			"{\"target\":\"api\",\"type\":\"reset\",\"times\":0}",
			"{\"target\":\"api\",\"type\":\"reset\",\"times\":\"two\"}",
			"{\"target\":\"api\",\"type\":\"reset\",\"operations\":[]}",
			"{\"target\":\"api\",\"type\":\"reset\",\"operations\":[\"steal\"]}",
			"{\"target\":\"api\",\"type\":\"reset\",\"operations\":[{}]}",
			"{\"target\":\"api\",\"type\":\"status\",\"status\":500,\"headers\":{\"A\":{}}}",
			"{\"target\":\"webhook\",\"type\":\"old-secret\"}", "{\"target\":\"api\",\"type\":\"answer\"}",
			"{\"target\":\"api\",\"type\":\"without\"}", "{\"target\":\"api\",\"type\":\"without\",\"members\":[1]}",
			"{\"target\":\"webhook\",\"type\":\"amount\",\"amount\":\"1\"}",
			"{\"target\":\"webhook\",\"type\":\"amount\",\"amount\":1e300000000}", "[]", "{" })
	void refusesFaultsItDoesNotKnow(String json) {
		HttpResponse<String> answer = add(json);
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(ApiClient.json(answer).get("message").stringValue()).isNotBlank();
		assertThat(this.simulator.faults().active()).isEmpty();
	}

	@Test
	void refusesOtherMethodsAndPaths() {
		HttpResponse<String> answer = this.client
			.send(this.client.request("/simulator/faults").PUT(BodyPublishers.noBody()));
		assertThat(answer.statusCode()).isEqualTo(405);
		assertThat(answer.headers().firstValue("Allow")).hasValue("GET, POST, DELETE");
		assertThat(this.client.get("/simulator/nothing").statusCode()).isEqualTo(404);
		assertThat(this.client
			.send(this.client.request("/simulator/faults")
				.POST(BodyPublishers.ofString("{\"target\":\"api\",\"type\":\"reset\"}")))
			.statusCode()).isEqualTo(415);
	}

	private JsonNode get(String path) {
		return ApiClient.json(this.client.get(path));
	}

	private String tag() {
		return this.client.get("/simulator").headers().firstValue("ETag").orElseThrow();
	}

	private String status(String path) {
		HttpResponse<String> answer = this.client.post(path);
		assertThat(answer.statusCode()).isEqualTo(200);
		return ApiClient.json(answer).get("status").stringValue();
	}

	private List<Long> numbers(String query) {
		return get("/simulator/requests" + query).valueStream()
			.map((request) -> request.get("number").longValue())
			.toList();
	}

	private HttpResponse<String> add(String fault) {
		return this.client.post("/simulator/faults", fault);
	}

	private int delete(String path) {
		return this.client.send(this.client.request(path).DELETE()).statusCode();
	}

}
