/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;

/**
 * What is sold. Its name and description are among the messages.
 *
 * @param price the price in ₸
 */
record Product(BigDecimal price) {

	/**
	 * The only thing in the shop.
	 */
	static final Product RUG = new Product(new BigDecimal("25000"));

}
