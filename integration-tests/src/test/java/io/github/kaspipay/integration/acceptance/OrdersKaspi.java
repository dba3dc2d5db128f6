/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.simulator.KaspiPaySimulator;

/**
 * Kaspi Pay over the orders API: it sends webhooks, and is polled.
 */
final class OrdersKaspi implements Kaspi {

	private final KaspiPaySimulator simulator;

	OrdersKaspi(KaspiPaySimulator simulator) {
		this.simulator = simulator;
	}

	@Override
	public List<String> properties() {
		return List.of("kaspi.pay.api=orders");
	}

	@Override
	public Duration lifetime() {
		return Duration.ofMinutes(16);
	}

	@Override
	public boolean hasRefunds() {
		return true;
	}

	@Override
	public void pay(KaspiOrder order) {
		this.simulator.pay(order.orderId());
	}

	@Override
	public void payOther(KaspiOrder order, BigDecimal amount) {
		this.simulator.payOther(order.orderId(), amount);
	}

	@Override
	public void payLate(KaspiOrder order) {
		this.simulator.payLate(order.orderId());
	}

	@Override
	public void sayAgain(KaspiOrder order) {
		this.simulator.sendWebhook(order.orderId());
		this.simulator.sendWebhook(order.orderId());
	}

	@Override
	public void reachAgain(KaspiOrder order) {
		// its webhook was given up; polling finds the payment
	}

}
