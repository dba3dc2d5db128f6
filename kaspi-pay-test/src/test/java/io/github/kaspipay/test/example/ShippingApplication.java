/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A shop that ships what is paid, as docs/testing.md shows it.
 */
@SpringBootApplication
class ShippingApplication {

	public static void main(String[] args) {
		SpringApplication.run(ShippingApplication.class, args);
	}

}
