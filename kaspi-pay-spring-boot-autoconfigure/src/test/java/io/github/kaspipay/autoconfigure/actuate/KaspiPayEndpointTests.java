/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.autoconfigure.ActuatorClient;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The actuator endpoint over real HTTP, with the ledger in memory.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KaspiPayEndpointTests {

	private static final String[] SECRETS = { KaspiApiStub.CLIENT_SECRET, KaspiApiStub.WEBHOOK_SECRET, "a-token",
			"b-token", "0003" };

	private final KaspiApiStub api = new KaspiApiStub();

	private ConfigurableApplicationContext application;

	private KaspiOrderService orders;

	private ShopApplication.Listener listener;

	private ActuatorClient actuator;

	List<String> properties() {
		return List.of();
	}

	@BeforeAll
	void start() {
		List<String> all = new ArrayList<>(properties());
		all.addAll(
				List.of(ShopApplication.WITHOUT_SECURITY_AND_JPA, "management.endpoints.web.exposure.include=kaspipay",
						"management.endpoint.kaspipay.access=unrestricted", "kaspi.pay.events.max-attempts=1",
						"kaspi.pay.polling.enabled=false"));
		this.application = ShopApplication.start(this.api, List.of(), all.toArray(String[]::new));
		this.orders = this.application.getBean(KaspiOrderService.class);
		this.listener = this.application.getBean(ShopApplication.Listener.class);
		this.actuator = new ActuatorClient(this.application);
	}

	@AfterAll
	void stop() {
		this.application.close();
		this.api.close();
	}

	private KaspiOrder create(String reference) {
		return this.orders.create(KaspiOrderRequest.builder().amount(25000).reference(reference).build());
	}

	private void webhook(String reference, String amount) {
		assertThat(new WebhookSender(this.application).send(WebhookSender.body(reference, "PAID", amount)).statusCode())
			.isEqualTo(200);
	}

	private void park(String reference) {
		create(reference);
		this.listener.failNext(reference, 1);
		webhook(reference, "25000");
		await().until(() -> this.actuator.get("kaspipay/parked-events").body().contains(reference + ":PAID"));
	}

	private KaspiOrder find(String reference) {
		return this.orders.findByReference(reference).orElseThrow();
	}

	@Test
	void tellsTheState() {
		create("state");
		JsonNode state = this.actuator.json("kaspipay");
		assertThat(state.path("openOrders").asInt()).isPositive();
		assertThat(state.path("parkedEvents").isNumber()).isTrue();
		assertThat(state.path("oldestPendingEvent").isNumber()).isTrue();
		assertThat(state.path("lastSuccessfulCall").asText()).startsWith("20");
		assertThat(this.actuator.get("kaspipay").body()).doesNotContain(SECRETS);
	}

	@Test
	void pagesThroughOrders() {
		List.of("page-1", "page-2", "page-3").forEach(this::create);
		JsonNode first = this.actuator.json("kaspipay/open-orders?limit=2");
		assertThat(first.path("orders")).hasSize(2);
		JsonNode second = this.actuator.json("kaspipay/open-orders?limit=2&after=" + first.path("next").asText());
		assertThat(second.path("orders").get(0).path("orderId")).isNotIn(first.path("orders").get(0).path("orderId"),
				first.path("orders").get(1).path("orderId"));
		assertThat(first.path("orders").get(0).path("status").asText()).isEqualTo("INIT");
		assertThat(this.actuator.get("kaspipay/open-orders").body()).contains("page-1").doesNotContain(SECRETS);
	}

	@Test
	void redeliversOneParkedEvent() {
		park("one");
		JsonNode parked = this.actuator.json("kaspipay/parked-events?limit=1000");
		assertThat(parked.path("events")).anySatisfy((event) -> {
			assertThat(event.path("eventId").asText()).isEqualTo("one:PAID");
			assertThat(event.path("attempts").asInt()).isEqualTo(1);
			assertThat(event.path("lastError").asText()).contains("The listener fails");
		});
		assertThat(this.actuator.post("kaspipay/redeliver/one:PAID").statusCode()).isEqualTo(200);
		await().until(() -> this.listener.of("one").size() == 1);
		assertThat(this.actuator.post("kaspipay/redeliver/one:PAID").statusCode()).isEqualTo(404);
	}

	@Test
	void redeliversAllParkedEvents() {
		park("all-1");
		park("all-2");
		assertThat(this.actuator.post("kaspipay/redeliver").body()).matches("\\{\"redelivered\":[2-9]}");
		await().until(() -> this.listener.of("all-1").size() + this.listener.of("all-2").size() == 2);
	}

	@ParameterizedTest
	@CsvSource({ "accept-dispute, PAID", "dismiss-dispute, INIT" })
	void settlesADispute(String action, String status) {
		create(action);
		webhook(action, "1");
		assertThat(this.actuator.get("kaspipay/disputed-orders").body()).contains("\"orderId\":\"" + action + "\"",
				"\"claimedAmount\":1");
		assertThat(this.actuator.post("kaspipay/" + action + "/" + action).statusCode()).isEqualTo(200);
		assertThat(find(action).disputed()).isFalse();
		assertThat(find(action).status()).isEqualTo(new KaspiOrderStatus(status));
		assertThat(this.actuator.post("kaspipay/" + action + "/" + action).statusCode()).isEqualTo(409);
	}

	@ParameterizedTest
	@CsvSource({ "confirm-refund, PARTIALLY_REFUNDED", "reject-refund, PAID" })
	void settlesARefund(String action, String status) {
		create(action);
		webhook(action, "25000");
		this.api.refundAnswers(action, KaspiApiStub.json(500, "{}"));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(() -> this.orders.refund(action,
				KaspiRefundRequest.of(BigDecimal.valueOf(7), "return").key("key-" + action)));
		assertThat(this.actuator.get("kaspipay/refunds-in-doubt").body()).contains("\"key\":\"key-" + action + "\"",
				"\"amount\":7");
		assertThat(this.actuator.post("kaspipay/" + action + "/" + action).body()).contains(status);
		assertThat(find(action).status()).isEqualTo(new KaspiOrderStatus(status));
		assertThat(this.actuator.post("kaspipay/" + action + "/" + action).statusCode()).isEqualTo(409);
	}

	@Test
	void refreshesTheToken() {
		create("refreshed");
		int calls = this.api.tokenCalls();
		this.api.tokenAnswers(
				KaspiApiStub.json(200, "{\"access_token\":\"b-token\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
		assertThat(this.actuator.post("kaspipay/refresh-token").body()).contains("expiresAt").doesNotContain(SECRETS);
		assertThat(this.api.tokenCalls()).isEqualTo(calls + 1);
		this.api.tokenAnswers(KaspiApiStub.json(401, "{}"));
		assertThat(this.actuator.post("kaspipay/refresh-token").statusCode()).isEqualTo(503);
		create("with-the-former-token");
		this.api.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "open-orders?limit=0", "open-orders?limit=1001", "open-orders?limit=x",
			"open-orders?after=x", "disputed-orders?after=1", "refunds-in-doubt?limit=-1", "parked-events?limit=0",
			"parked-events?limit=1001", "open-orders?after=99999999999999999999-1",
			"open-orders?after=9999999999999999999-1" })
	void refusesABadPage(String path) {
		assertThat(this.actuator.get("kaspipay/" + path).statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redeliver/nobody:PAID", "accept-dispute/nobody", "dismiss-dispute/nobody",
			"confirm-refund/nobody", "reject-refund/nobody", "unheard-of", "unheard-of/x" })
	void doesNotFindWhatIsNotThere(String path) {
		assertThat(this.actuator.post("kaspipay/" + path)).satisfies((answer) -> {
			assertThat(answer.statusCode()).isEqualTo(404);
			assertThat(answer.body()).contains("error");
		});
		assertThat(this.actuator.get("kaspipay/unheard-of").statusCode()).isEqualTo(404);
	}

}
