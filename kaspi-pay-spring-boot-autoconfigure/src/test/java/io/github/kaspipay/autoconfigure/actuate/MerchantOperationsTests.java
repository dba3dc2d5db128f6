/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.autoconfigure.ActuatorClient;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators see of several merchants.
 */
class MerchantOperationsTests {

	@Test
	void stateAndListsSayWhich() {
		try (KaspiApiStub api = new KaspiApiStub()) {
			List<String> properties = new ArrayList<>();
			properties
				.addAll(List.of(ShopApplication.WITHOUT_SECURITY, "management.endpoints.web.exposure.include=kaspipay",
						"management.endpoint.kaspipay.access=unrestricted", "kaspi.pay.polling.enabled=false",
						"kaspi.pay.merchants.almaty.merchant-id=M2", "kaspi.pay.merchants.almaty.client-id=client-2",
						"kaspi.pay.merchants.almaty.client-secret=Zq7-credential-2",
						"kaspi.pay.merchants.almaty.webhook.secret=whsec-9fK2-of-2"));
			try (ConfigurableApplicationContext application = ShopApplication.start(api, List.of(),
					properties.toArray(String[]::new))) {
				application.getBean(KaspiMerchants.class)
					.ledger("almaty")
					.adopt(new KaspiOrder("ORD-A", "cart", KaspiOrderStatus.INIT, BigDecimal.TEN, BigDecimal.ZERO, null,
							null, null, null, null));
				ActuatorClient actuator = new ActuatorClient(application);
				assertThat(actuator.json("kaspipay").path("merchants").path("almaty").path("token").asText())
					.isNotEmpty();
				assertThat(actuator.get("kaspipay").body()).doesNotContain("Zq7", "whsec");
				assertThat(actuator.json("kaspipay/open-orders").path("orders")).isEmpty();
				assertThat(actuator.json("kaspipay/open-orders?merchant=default").path("orders")).isEmpty();
				assertThat(actuator.json("kaspipay/open-orders?merchant=almaty").path("orders")).singleElement()
					.satisfies((order) -> {
						assertThat(order.path("orderId").asText()).isEqualTo("ORD-A");
						assertThat(order.path("merchant").asText()).isEqualTo("almaty");
					});
				assertThat(actuator.get("kaspipay/open-orders?merchant=astana").statusCode()).isEqualTo(404);
				assertThat(actuator.post("kaspipay/confirm-refund/ORD-A").statusCode()).isEqualTo(404);
				assertThat(actuator.post("kaspipay/confirm-refund/astana/ORD-A").statusCode()).isEqualTo(404);
				assertThat(actuator.post("kaspipay/confirm-refund/almaty/ORD-A").statusCode()).isEqualTo(409);
				assertThat(actuator.post("kaspipay/refresh-token/astana").statusCode()).isEqualTo(404);
			}
		}
	}

}
