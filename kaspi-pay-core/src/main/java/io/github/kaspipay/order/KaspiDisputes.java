/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

/**
 * Settles disputes by a person's decision. An order is disputed when what Kaspi Pay says
 * of it does not fit what the ledger holds: a
 * {@link io.github.kaspipay.event.KaspiOrderDisputedEvent} says what. Makes no call.
 * Thread-safe.
 */
public interface KaspiDisputes {

	/**
	 * Accepts the payment: the order counts as paid, with the amount that Kaspi Pay named
	 * where it named another one. If it was not paid before, its
	 * {@link io.github.kaspipay.event.KaspiOrderPaidEvent} is published.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the order
	 * @throws IllegalArgumentException if the ledger does not know the order
	 * @throws IllegalStateException if the order is not disputed
	 */
	KaspiOrder accept(String orderId);

	/**
	 * Dismisses what Kaspi Pay said: the order stays as it is. The same claim opens no
	 * second dispute, another one does.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the order
	 * @throws IllegalArgumentException if the ledger does not know the order
	 * @throws IllegalStateException if the order is not disputed
	 */
	KaspiOrder dismiss(String orderId);

}
