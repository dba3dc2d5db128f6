package io.github.kaspipay.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The merchants of {@code kaspi.pay.merchants}, and the work that recurs for them.
 */
class NamedMerchants {

	private final Map<String, NamedMerchant> merchants = new LinkedHashMap<>();

	NamedMerchants(MerchantDirectory directory, Function<MerchantSettings, NamedMerchant> factory) {
		directory.named().forEach((settings) -> this.merchants.put(settings.name(), factory.apply(settings)));
	}

	Collection<NamedMerchant> all() {
		return this.merchants.values();
	}

	/**
	 * Returns those whose protocol is the orders API.
	 */
	Collection<NamedMerchant> ofOrders() {
		return all().stream().filter((merchant) -> merchant.settings().api() == KaspiPayProperties.Api.ORDERS).toList();
	}

	boolean isEmpty() {
		return this.merchants.isEmpty();
	}

	Map<String, NamedMerchant> byName() {
		return this.merchants;
	}

	void recordUnrecorded() {
		this.merchants.values().forEach((merchant) -> merchant.ledger().recordUnrecorded());
	}

	void clean() {
		this.merchants.values().forEach((merchant) -> merchant.stores().ledger().clean());
	}

}
