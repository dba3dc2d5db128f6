/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.concurrent.FailLate;
import io.github.kaspipay.concurrent.Interrupts;

/**
 * The merchants of {@code kaspi.pay.merchants}, and the work that recurs for them.
 * Internal: for the packages of this starter only.
 */
public class NamedMerchants {

	private final Map<String, NamedMerchant> merchants = new LinkedHashMap<>();

	NamedMerchants(MerchantDirectory directory, Function<MerchantSettings, NamedMerchant> factory) {
		directory.named().forEach((settings) -> this.merchants.put(settings.name(), factory.apply(settings)));
	}

	public Collection<NamedMerchant> all() {
		return this.merchants.values();
	}

	/**
	 * Returns those whose protocol is the orders API.
	 */
	public Collection<NamedMerchant> ofOrders() {
		return all().stream().filter((merchant) -> merchant.settings().api() == KaspiPayProperties.Api.ORDERS).toList();
	}

	public boolean isEmpty() {
		return this.merchants.isEmpty();
	}

	public Map<String, NamedMerchant> byName() {
		return this.merchants;
	}

	public void recordUnrecorded() {
		forEach((merchant) -> merchant.ledger().recordUnrecorded());
	}

	public void clean() {
		forEach((merchant) -> merchant.stores().ledger().clean());
	}

	private void forEach(Consumer<NamedMerchant> work) {
		FailLate.forEach(this.merchants.entrySet(), (merchant) -> {
			try {
				work.accept(merchant.getValue());
			}
			catch (Exception ex) {
				Interrupts.keep(ex);
				throw new IllegalStateException("The work for merchant '" + merchant.getKey() + "' failed", ex);
			}
		});
	}

}
