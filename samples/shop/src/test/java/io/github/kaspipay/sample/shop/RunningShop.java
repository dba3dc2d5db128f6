/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import io.github.kaspipay.testsupport.FreePort;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The shop and its simulator on free ports, started once for all tests that drive them
 * from outside. They make more calls in a minute than one merchant may.
 */
@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT,
		properties = "kaspi.pay.rate-limit.requests-per-minute=10000")
abstract class RunningShop {

	static String shop = "";

	@Autowired
	KaspiPaySimulator kaspi;

	@DynamicPropertySource
	static void ports(DynamicPropertyRegistry registry) {
		int shopPort = FreePort.find();
		int simulatorPort = FreePort.find();
		shop = "http://localhost:" + shopPort;
		registry.add("server.port", () -> shopPort);
		registry.add("shop.simulator-port", () -> simulatorPort);
		registry.add("kaspi.pay.base-url", () -> "http://localhost:" + simulatorPort);
	}

	/**
	 * Returns the order that was created last at the simulator for a checkout page.
	 * @param address the page's address
	 * @return the order
	 */
	SimulatedOrder order(String address) {
		String token = address.substring(address.lastIndexOf('/') + 1);
		return this.kaspi.orders()
			.stream()
			.filter((order) -> String.valueOf(order.returnUrl()).endsWith("order=" + token))
			.findFirst()
			.orElseThrow();
	}

}
