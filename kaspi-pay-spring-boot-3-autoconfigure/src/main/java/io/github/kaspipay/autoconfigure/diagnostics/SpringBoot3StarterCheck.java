/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

/**
 * Refuses any Spring Boot but 3.5.
 */
class SpringBoot3StarterCheck extends StarterCheck {

	SpringBoot3StarterCheck() {
		super(Line.SPRING_BOOT_3);
	}

}
