/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of orders.
 *
 * @param orders the orders, newest first
 * @param next where the next page begins, for {@link KaspiOrderQuery#after}; {@code null}
 * if there is none
 */
public record KaspiOrderPage(List<KaspiOrder> orders, @Nullable String next) {

	/**
	 * Creates a page.
	 * @param orders the orders
	 * @param next where the next page begins, or {@code null}
	 */
	public KaspiOrderPage {
		orders = List.copyOf(orders);
	}

}
