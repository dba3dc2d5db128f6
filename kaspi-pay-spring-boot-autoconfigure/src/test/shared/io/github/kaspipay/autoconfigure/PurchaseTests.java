/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.List;

import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * From an order to its refund, with the ledger in the application's database.
 */
@Tag("database")
class PurchaseTests {

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void orderIsPaidHeardOfAndRefunded(WebApplicationType type) {
		try (KaspiApiStub api = new KaspiApiStub();
				ConfigurableApplicationContext application = ShopApplication.start(type, api, List.of(),
						ShopApplication.WITHOUT_SECURITY_AND_JPA, "spring.datasource.generate-unique-name=true",
						"kaspi.pay.token.store=memory", "kaspi.pay.rate-limit.store=local",
						"management.health.redis.enabled=false",
						"management.endpoints.web.exposure.include=health,metrics,kaspipay")) {
			KaspiOrderService orders = application.getBean(KaspiOrderService.class);
			ShopApplication.Listener listener = application.getBean(ShopApplication.Listener.class);
			orders.create(KaspiOrderRequest.builder().amount(25000).reference("rug").build());
			assertThat(new WebhookSender(application).send(WebhookSender.body("rug", "PAID", "25000")).statusCode())
				.isEqualTo(200);
			await().untilAsserted(
					() -> assertThat(listener.of("rug")).singleElement().isInstanceOf(KaspiOrderPaidEvent.class));
			api.refundAnswers("rug", KaspiApiStub.json(200, "{\"status\":\"REFUNDED\",\"amount\":25000}"));
			orders.refund("rug", KaspiRefundRequest.full("Sent back"));
			await().untilAsserted(
					() -> assertThat(listener.of("rug")).hasSize(2).last().isInstanceOf(KaspiOrderRefundedEvent.class));
			assertThat(orders.findByReference("rug").orElseThrow().status()).isEqualTo(KaspiOrderStatus.REFUNDED);
			assertThat(application.getBean(JdbcClient.class)
				.sql("SELECT status FROM kaspi_pay_order")
				.query(String.class)
				.list()).containsExactly("REFUNDED");
			assertThat(application.getBean(MeterRegistry.class)
				.get("kaspi.pay.payments")
				.tags("source", "webhook", "late", "false")
				.counter()
				.count()).isEqualTo(1);
			ActuatorClient actuator = new ActuatorClient(application);
			assertThat(actuator.json("health").path("status").asText()).isEqualTo("UP");
			assertThat(actuator.json("metrics/kaspi.pay.calls.available").path("name").asText())
				.isEqualTo("kaspi.pay.calls.available");
			assertThat(actuator.json("kaspipay").path("openOrders").asInt()).isZero();
		}
	}

}
