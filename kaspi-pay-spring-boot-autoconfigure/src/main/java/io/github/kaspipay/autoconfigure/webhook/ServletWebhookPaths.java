/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.kaspipay.autoconfigure.web.ServletPath;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Where the webhooks are in a servlet container. The endpoint and the rule that lets them
 * past Spring Security both follow it.
 */
class ServletWebhookPaths {

	private final Map<String, ServletWebhookPath> paths = new LinkedHashMap<>();

	/**
	 * Creates the paths.
	 * @param paths the paths as configured, by the merchants' names
	 * @param inContext returns such a path after the DispatcherServlet's own
	 */
	ServletWebhookPaths(Map<String, String> paths, UnaryOperator<String> inContext) {
		paths.forEach((merchant, path) -> {
			String whole = inContext.apply(path);
			this.paths.put(whole, new ServletWebhookPath(merchant, path, whole));
		});
	}

	Collection<ServletWebhookPath> all() {
		return this.paths.values();
	}

	/**
	 * Says whether a request is for one of these paths.
	 */
	boolean isOneOf(HttpServletRequest request) {
		return this.paths.containsKey(ServletPath.of(request));
	}

}
