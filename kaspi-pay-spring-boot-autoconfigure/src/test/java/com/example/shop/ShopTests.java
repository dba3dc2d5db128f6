/*
 * SPDX-License-Identifier: Apache-2.0
 */

package com.example.shop;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.webhook.KaspiWebhookSignature;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A user's whole application: the properties, the service and a listener.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ShopTests {

	private static final WireMockServer kaspiPay = new WireMockServer(options().dynamicPort());

	private static final String WEBHOOK_SECRET = "whsec-of-the-shop";

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		kaspiPay.start();
		registry.add("kaspi.pay.base-url", () -> "http://localhost:" + kaspiPay.port());
		registry.add("kaspi.pay.merchant-id", () -> "MERCHANT123");
		registry.add("kaspi.pay.client-id", () -> "shop");
		registry.add("kaspi.pay.client-secret", () -> "shop-credential");
		registry.add("kaspi.pay.callback-url", () -> "https://shop.example/webhook/kaspi");
		registry.add("kaspi.pay.language", () -> "kk");
		registry.add("kaspi.pay.webhook.secret", () -> WEBHOOK_SECRET);
	}

	@AfterAll
	static void stop() {
		kaspiPay.stop();
	}

	@Autowired
	private KaspiOrderService orders;

	@Autowired
	private Delivery delivery;

	@LocalServerPort
	private int port;

	@Test
	void paidOrderReachesTheListener() throws Exception {
		assertThat(kaspiPay.getAllServeEvents()).as("calls at start-up").isEmpty();
		kaspiPay.stubFor(post("/oauth/token").withBasicAuth("shop", "shop-credential")
			.withRequestBody(equalTo("grant_type=client_credentials&scope=payment.orders"))
			.willReturn(okJson("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}")));
		kaspiPay.stubFor(post("/payment/orders").withHeader("Authorization", equalTo("Bearer t"))
			.withRequestBody(equalToJson("""
					{"merchant":"MERCHANT123","amount":{"value":25000,"currency":"KZT"},"description":"A kettle",
					"reference":"order_12345","callback_url":"https://shop.example/webhook/kaspi","language":"kk"}"""))
			.willReturn(okJson("""
					{"orderId":"ORD-1","status":"INIT","qrData":"0003","paymentUrl":"https://pay.kaspikz.kz/ORD-1",
					"expiresAt":"2099-05-09T17:20:00Z"}""").withStatus(201)));

		KaspiOrder order = this.orders.create(KaspiOrderRequest.builder()
			.amount(new BigDecimal("25000.00"))
			.reference("order_12345")
			.description("A kettle")
			.build());
		assertThat(order.orderId()).isEqualTo("ORD-1");
		assertThat(order.paymentUrl()).isEqualTo(URI.create("https://pay.kaspikz.kz/ORD-1"));

		assertThat(notifyShop("""
				{"orderId":"ORD-1","status":"PAID","reference":"order_12345","amount":25000}""")).isEqualTo(200);
		await().until(() -> !this.delivery.paid().isEmpty());
		assertThat(this.delivery.paid()).singleElement()
			.satisfies((event) -> assertThat(event.reference()).isEqualTo("order_12345"));
		assertThat(this.orders.findByReference("order_12345").orElseThrow().status()).isEqualTo(KaspiOrderStatus.PAID);
	}

	private int notifyShop(String body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/webhook/kaspi"))
			.header("X-Kaspi-Signature",
					KaspiWebhookSignature.sign(body.getBytes(StandardCharsets.UTF_8), WEBHOOK_SECRET))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
	}

}
