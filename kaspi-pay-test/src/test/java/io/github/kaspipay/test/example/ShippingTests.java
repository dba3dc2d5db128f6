/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test.example;

import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.test.KaspiPayEvents;
import io.github.kaspipay.test.KaspiPayTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@KaspiPayTest
class ShippingTests {

	@Test
	void shipsWhatIsPaid(@Autowired KaspiOrderService orders, @Autowired Shipping shipping,
			@Autowired KaspiPaySimulator kaspi, @Autowired KaspiPayEvents events) {
		KaspiOrder order = orders.create(KaspiOrderRequest.builder().reference("cart-1").amount(25000).build());
		kaspi.pay(order.orderId());
		events.await(KaspiOrderPaidEvent.class);
		assertThat(shipping.shipped()).containsExactly("cart-1");
	}

}
