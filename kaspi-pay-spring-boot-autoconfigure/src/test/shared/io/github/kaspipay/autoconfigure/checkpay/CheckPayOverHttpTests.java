/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import org.springframework.boot.WebApplicationType;

/**
 * Check/pay in a servlet container.
 */
class CheckPayOverHttpTests extends AbstractCheckPayTests {

	@Override
	WebApplicationType type() {
		return WebApplicationType.SERVLET;
	}

	@Override
	Class<?>[] server() {
		return new Class<?>[0];
	}

	@Override
	String[] shopPath() {
		return new String[] { "server.servlet.context-path=/shop", "spring.mvc.servlet.path=/mvc" };
	}

}
