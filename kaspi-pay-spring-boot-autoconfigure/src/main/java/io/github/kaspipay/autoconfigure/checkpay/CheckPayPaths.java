/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where Kaspi calls the merchants in a servlet container. The endpoint and the rule that
 * lets it past Spring Security both follow it.
 */
class CheckPayPaths {

	private final Map<String, CheckPayPath> paths = new LinkedHashMap<>();

	/**
	 * Creates the paths.
	 * @param paths the paths as configured, by the merchants' names
	 * @param inContext returns such a path after the DispatcherServlet's own
	 */
	CheckPayPaths(Map<String, String> paths, UnaryOperator<String> inContext) {
		paths.forEach((merchant, path) -> {
			String whole = inContext.apply(path);
			this.paths.put(whole, new CheckPayPath(merchant, path, whole));
		});
	}

	Collection<CheckPayPath> all() {
		return this.paths.values();
	}

	boolean isOneOf(HttpServletRequest request) {
		return this.paths.values().stream().anyMatch((path) -> path.isOf(request));
	}

}
