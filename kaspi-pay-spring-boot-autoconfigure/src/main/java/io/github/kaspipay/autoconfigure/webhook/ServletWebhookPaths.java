/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.kaspipay.autoconfigure.web.ServletPaths;

/**
 * Where the merchants' webhooks are in a servlet container.
 */
class ServletWebhookPaths extends ServletPaths {

	/**
	 * Creates the paths.
	 * @param paths the paths as configured, by the merchants' names
	 * @param inContext returns such a path after the DispatcherServlet's own
	 */
	ServletWebhookPaths(Map<String, String> paths, UnaryOperator<String> inContext) {
		super(paths, inContext);
	}

}
