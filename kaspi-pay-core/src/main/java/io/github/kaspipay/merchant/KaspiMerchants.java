/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.merchant;

import java.util.Set;

import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.qrapi.KaspiQrReturns;

/**
 * The merchants of the application, by their names in {@code kaspi.pay.merchants.<name>}.
 * The default merchant, that of {@code kaspi.pay.*} itself, has the empty name, so that
 * {@code get(event.merchant())} works for all. What one merchant's service knows is not
 * seen through another's. Thread-safe.
 */
public interface KaspiMerchants {

	/**
	 * Returns the service that creates, queries and refunds a merchant's orders.
	 * @param name the merchant's name; empty for the default one
	 * @return the service
	 * @throws IllegalArgumentException if there is no such merchant; the message names
	 * those there are
	 */
	KaspiOrderService get(String name);

	/**
	 * Returns the look-up of a merchant's orders.
	 * @param name the merchant's name; empty for the default one
	 * @return the look-up
	 * @throws IllegalArgumentException if there is no such merchant
	 */
	KaspiOrders orders(String name);

	/**
	 * Returns what settles a merchant's disputes.
	 * @param name the merchant's name; empty for the default one
	 * @return the disputes
	 * @throws IllegalArgumentException if there is no such merchant
	 */
	KaspiDisputes disputes(String name);

	/**
	 * Returns a merchant's ledger, to settle refunds and to adopt orders.
	 * @param name the merchant's name; empty for the default one
	 * @return the ledger
	 * @throws IllegalArgumentException if there is no such merchant
	 */
	KaspiOrderLedger ledger(String name);

	/**
	 * Returns what starts a merchant's returns in the QR API's scheme standard.
	 * @param name the merchant's name; empty for the default one
	 * @return the returns
	 * @throws IllegalArgumentException if there is no such merchant
	 * @throws io.github.kaspipay.KaspiUnsupportedOperationException if the merchant has
	 * another protocol or scheme
	 */
	KaspiQrReturns qrReturns(String name);

	/**
	 * Returns the names of all merchants.
	 * @return the names, in alphabetical order; the empty name is among them if there is
	 * a default merchant
	 */
	Set<String> names();

}
