/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.kaspipay.autoconfigure.web.ServletPaths;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Where Kaspi calls the merchants in a servlet container.
 */
class CheckPayPaths extends ServletPaths {

	/**
	 * Creates the paths.
	 * @param paths the paths as configured, by the merchants' names
	 * @param inContext returns such a path after the DispatcherServlet's own
	 */
	CheckPayPaths(Map<String, String> paths, UnaryOperator<String> inContext) {
		super(paths, inContext);
	}

	/**
	 * Says whether a request is for one of these paths letter by letter: what the
	 * container reads as the same is not what was agreed with Kaspi.
	 */
	boolean isOneOf(HttpServletRequest request) {
		return all().stream().anyMatch((path) -> path.isExact(request));
	}

}
