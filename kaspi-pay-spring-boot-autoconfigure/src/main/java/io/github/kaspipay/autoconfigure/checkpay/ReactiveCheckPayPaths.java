/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.util.Map;

import io.github.kaspipay.autoconfigure.web.EndpointPath;
import io.github.kaspipay.autoconfigure.web.ReactivePaths;

import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Where Kaspi calls the merchants in a reactive web application. The endpoint and the
 * rule that lets it past Spring Security both follow it.
 */
class ReactiveCheckPayPaths extends ReactivePaths {

	/**
	 * Creates the paths.
	 * @param paths the paths as configured, by the merchants' names
	 */
	ReactiveCheckPayPaths(Map<String, String> paths) {
		super(paths);
	}

	boolean isOneOf(ServerHttpRequest request) {
		EndpointPath path = find(request);
		return path != null && isExact(request, path);
	}

	/**
	 * Says whether a request is for a path letter by letter: what reads as the same is
	 * not what was agreed with Kaspi.
	 */
	static boolean isExact(ServerHttpRequest request, EndpointPath path) {
		RequestPath requested = request.getPath();
		return requested.value().equals(requested.contextPath().value() + path.value());
	}

}
