package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;

/**
 * What is sold.
 *
 * @param name the name
 * @param price the price in ₸
 */
record Product(String name, BigDecimal price) {

	/**
	 * The only thing in the shop.
	 */
	static final Product RUG = new Product("Syrmaq felt rug", new BigDecimal("25000"));

}
