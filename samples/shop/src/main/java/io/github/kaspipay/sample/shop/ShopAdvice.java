/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * What all pages share.
 */
@ControllerAdvice
class ShopAdvice {

	private final ObjectProvider<KaspiPaySimulator> simulator;

	ShopAdvice(ObjectProvider<KaspiPaySimulator> simulator) {
		this.simulator = simulator;
	}

	@ModelAttribute("phoneUrl")
	@Nullable String phoneUrl() {
		KaspiPaySimulator simulator = this.simulator.getIfAvailable();
		return (simulator != null) ? simulator.baseUrl() + "/phone" : null;
	}

}
