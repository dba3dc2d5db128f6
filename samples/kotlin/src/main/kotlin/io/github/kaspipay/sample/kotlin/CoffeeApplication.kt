/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.kotlin

import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication

/** Sells coffee at a counter. */
@SpringBootApplication
class CoffeeApplication

fun main(args: Array<String>) {
	runApplication<CoffeeApplication>(*args)
}
