/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

import java.util.function.Function;

import io.github.kaspipay.simulator.KaspiPaySimulator;

/**
 * The protocols, one of them with its two ways to begin a payment.
 */
enum Protocol {

	ORDERS(OrdersKaspi::new),

	CHECK_PAY(CheckPayKaspi::new),

	QUICK_PAY(QuickPayKaspi::new),

	QR(QrKaspi::new);

	private final Function<KaspiPaySimulator, Kaspi> kaspi;

	Protocol(Function<KaspiPaySimulator, Kaspi> kaspi) {
		this.kaspi = kaspi;
	}

	Kaspi over(KaspiPaySimulator simulator) {
		return this.kaspi.apply(simulator);
	}

}
