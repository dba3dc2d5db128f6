/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.github.kaspipay.order.KaspiOrder;

/**
 * Kaspi and the customer, over one protocol.
 */
interface Kaspi {

	/**
	 * Returns the properties of an application that speaks the protocol.
	 */
	List<String> properties();

	/**
	 * Returns how old an order is that cannot be paid any more.
	 */
	Duration lifetime();

	boolean hasRefunds();

	void pay(KaspiOrder order);

	void payOther(KaspiOrder order, BigDecimal amount);

	/**
	 * Pays an order whose time is over.
	 */
	void payLate(KaspiOrder order);

	/**
	 * Says again what was said of a payment, several times at once where that can be.
	 */
	void sayAgain(KaspiOrder order);

	/**
	 * Does what Kaspi does once it reaches an application again that was away when the
	 * order was paid.
	 */
	void reachAgain(KaspiOrder order);

}
