/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the shop, and the Kaspi Pay simulator beside it unless
 * {@code kaspi.pay.base-url} points elsewhere.
 */
@SpringBootApplication
public class ShopApplication {

	/**
	 * Starts the shop.
	 * @param args the command line's arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(ShopApplication.class, args);
	}

}
