/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import org.springframework.context.ApplicationContext;

/**
 * An action of the actuator endpoint, called without a web server in between.
 */
public final class OperatorAction {

	private OperatorAction() {
	}

	public static int statusOf(ApplicationContext application, String action) {
		return application.getBean(KaspiPayEndpoint.class).act(action).getStatus();
	}

	public static int statusOf(ApplicationContext application, String action, String id) {
		return application.getBean(KaspiPayEndpoint.class).actOn(action, id).getStatus();
	}

}
