/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.util.List;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.autoconfigure.ActuatorClient;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import org.junit.jupiter.api.Test;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The application's health over real HTTP, as probes and people see it.
 */
class KaspiPayHealthOverHttpTests {

	private static ConfigurableApplicationContext start(KaspiApiStub api, String... more) {
		String[] all = new String[more.length + 3];
		all[0] = ShopApplication.WITHOUT_SECURITY;
		all[1] = "management.endpoint.health.show-details=always";
		all[2] = "management.endpoint.health.probes.enabled=true";
		System.arraycopy(more, 0, all, 3, more.length);
		return ShopApplication.start(api, List.of(), all);
	}

	@Test
	void isReadyAndUpThoughKaspiPayIsDown() {
		KaspiApiStub api = new KaspiApiStub();
		try (ConfigurableApplicationContext application = start(api)) {
			ActuatorClient actuator = new ActuatorClient(application);
			assertThat(actuator.json("health/kaspiPay").at("/details/lastSuccessfulCall").asText())
				.isEqualTo("none since start-up");
			assertThat(api.calls()).as("health makes no call").isZero();
			api.close();
			KaspiOrderService orders = application.getBean(KaspiOrderService.class);
			assertThatExceptionOfType(KaspiConnectionException.class)
				.isThrownBy(() -> orders.create(KaspiOrderRequest.builder().amount(1).reference("down").build()));
			for (String path : List.of("health/readiness", "health/liveness", "health/kaspiPay", "health")) {
				assertThat(actuator.get(path).statusCode()).as(path).isEqualTo(200);
			}
			assertThat(actuator.get("health/readiness").body()).doesNotContain("kaspi");
		}
	}

	@Test
	void tellsOfASilentWebhookAndOfTheLastCall() {
		try (KaspiApiStub api = new KaspiApiStub();
				ConfigurableApplicationContext application = start(api, "kaspi.pay.polling.interval=1s")) {
			ActuatorClient actuator = new ActuatorClient(application);
			assertThat(webhooks(actuator)).isEqualTo("none received so far");
			api.order("found", "PAID", "25000");
			application.getBean(KaspiOrderService.class)
				.create(KaspiOrderRequest.builder().amount(25000).reference("found").build());
			await().until(() -> webhooks(actuator).startsWith("silent"));
			JsonNode health = actuator.json("health/kaspiPay");
			assertThat(health.path("status").asText()).isEqualTo("UP");
			assertThat(health.at("/details/webhooks").asText()).contains("none came by webhook",
					"kaspi.pay.callback-url", "kaspi.pay.webhook.secret");
			assertThat(health.at("/details/lastSuccessfulCall").asText()).startsWith("20");
			new WebhookSender(application).send(WebhookSender.body("found", "PAID", "25000"));
			await().until(() -> webhooks(actuator).startsWith("last one received at 20"));
		}
	}

	private static String webhooks(ActuatorClient actuator) {
		return actuator.json("health/kaspiPay").at("/details/webhooks").asText();
	}

}
