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
 * Kaspi over the QR API's enhanced scheme: it is only polled.
 */
final class QrKaspi implements Kaspi {

	private final KaspiPaySimulator simulator;

	QrKaspi(KaspiPaySimulator simulator) {
		this.simulator = simulator;
		simulator.qr().windows(Duration.ofSeconds(1), Duration.ofMinutes(3), Duration.ofSeconds(65));
	}

	@Override
	public List<String> properties() {
		return List.of("kaspi.pay.api=qr");
	}

	@Override
	public Duration lifetime() {
		return Duration.ofMinutes(31);
	}

	@Override
	public boolean hasRefunds() {
		return true;
	}

	@Override
	public void pay(KaspiOrder order) {
		this.simulator.qr().pay(order.orderId());
	}

	@Override
	public void payOther(KaspiOrder order, BigDecimal amount) {
		this.simulator.qr().payOther(order.orderId(), amount);
	}

	@Override
	public void payLate(KaspiOrder order) {
		this.simulator.qr().payLate(order.orderId());
	}

	@Override
	public void sayAgain(KaspiOrder order) {
		// it says nothing unless it is asked
	}

	@Override
	public void reachAgain(KaspiOrder order) {
		// polling finds the payment
	}

}
