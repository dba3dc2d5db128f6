/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test.example.minimal;

import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.test.KaspiPayEvents;
import io.github.kaspipay.test.KaspiPayTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@KaspiPayTest
class MinimalApplicationTests {

	@Autowired
	private KaspiOrderService orders;

	@Autowired
	private KaspiPaySimulator kaspi;

	@Autowired
	private KaspiPayEvents events;

	@Autowired
	private MinimalApplication application;

	@Test
	void hearsOfThePayment() {
		KaspiOrder order = this.orders.create(KaspiOrderRequest.builder().amount(25000).build());
		this.kaspi.pay(order.orderId());
		KaspiOrderPaidEvent paid = this.events.forOrder(order.orderId()).await(KaspiOrderPaidEvent.class);
		assertThat(this.application.paid()).contains(paid.reference());
	}

}
