/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.qrapi.KaspiQrReturns;
import org.jspecify.annotations.Nullable;

/**
 * The merchants that properties set: the default one, whose parts are beans, and the
 * named ones.
 */
class ConfiguredMerchants implements KaspiMerchants {

	private final NamedMerchants named;

	private final DefaultMerchant ofDefault;

	private final Set<String> names;

	/**
	 * Creates the merchants.
	 * @param directory says which there are
	 * @param named the named ones
	 * @param ofDefault the default one, whose beans may be the application's
	 */
	ConfiguredMerchants(MerchantDirectory directory, NamedMerchants named, DefaultMerchant ofDefault) {
		this.named = named;
		this.ofDefault = ofDefault;
		this.names = Collections.unmodifiableSet(new TreeSet<>(directory.names()));
	}

	@Override
	public KaspiOrderService get(String name) {
		return find(name, this.ofDefault.service(), NamedMerchant::service);
	}

	@Override
	public KaspiOrders orders(String name) {
		return find(name, this.ofDefault.orders(), (merchant) -> merchant.stores().orders());
	}

	@Override
	public KaspiDisputes disputes(String name) {
		return find(name, this.ofDefault.disputes(), NamedMerchant::disputes);
	}

	@Override
	public KaspiOrderLedger ledger(String name) {
		return find(name, this.ofDefault.ledger(), NamedMerchant::ledger);
	}

	@Override
	public KaspiQrReturns qrReturns(String name) {
		KaspiQrReturns returns = find(name, this.ofDefault.returns(), NamedMerchant::returns);
		if (returns == null) {
			throw new KaspiUnsupportedOperationException("Merchant '" + name
					+ "' has no returns that begin with a scan: only the QR API's scheme standard has them");
		}
		return returns;
	}

	@Override
	public Set<String> names() {
		return this.names;
	}

	private <T extends @Nullable Object> T find(String name, Supplier<T> ofDefault, Function<NamedMerchant, T> part) {
		if (!this.names.contains(name)) {
			throw new IllegalArgumentException("There is no merchant '" + name + "'. There are: "
					+ this.names.stream()
						.map((known) -> known.isEmpty() ? "'' (the default one)" : "'" + known + "'")
						.collect(Collectors.joining(", ")));
		}
		NamedMerchant merchant = this.named.byName().get(name);
		return (merchant != null) ? part.apply(merchant) : ofDefault.get();
	}

	/**
	 * The default merchant's beans.
	 */
	record DefaultMerchant(Supplier<KaspiOrderService> service, Supplier<KaspiOrders> orders,
			Supplier<KaspiDisputes> disputes, Supplier<KaspiOrderLedger> ledger,
			Supplier<@Nullable KaspiQrReturns> returns) {

	}

}
