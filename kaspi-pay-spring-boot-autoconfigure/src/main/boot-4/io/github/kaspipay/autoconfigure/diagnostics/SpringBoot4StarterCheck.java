/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

/**
 * Refuses any Spring Boot but 4.
 */
class SpringBoot4StarterCheck extends StarterCheck {

	SpringBoot4StarterCheck() {
		super(Line.SPRING_BOOT_4);
	}

}
