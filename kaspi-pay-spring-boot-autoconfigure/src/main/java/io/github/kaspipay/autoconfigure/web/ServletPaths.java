/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where the merchants' endpoints are in a servlet container. The endpoints and the rule
 * that lets them past Spring Security both follow it. Internal: for the packages of this
 * starter only.
 */
public class ServletPaths {

	private final Map<String, ServletEndpointPath> paths = new LinkedHashMap<>();

	/**
	 * Creates the paths.
	 * @param paths the paths as configured, by the merchants' names
	 * @param inContext returns such a path after the DispatcherServlet's own
	 */
	public ServletPaths(Map<String, String> paths, UnaryOperator<String> inContext) {
		paths.forEach((merchant, path) -> {
			String whole = inContext.apply(path);
			this.paths.put(whole, new ServletEndpointPath(merchant, path, whole));
		});
	}

	public Collection<ServletEndpointPath> all() {
		return this.paths.values();
	}

	/**
	 * Says whether a request is for one of these paths, as the container reads it.
	 */
	public boolean contains(HttpServletRequest request) {
		return this.paths.containsKey(ServletPath.of(request));
	}

	/**
	 * Returns what a filter is mapped to.
	 */
	public String[] urlPatterns() {
		return this.paths.keySet().toArray(String[]::new);
	}

	/**
	 * Makes the endpoint of each path.
	 * @param ofMerchant makes a merchant's endpoint
	 */
	public <T> Map<ServletEndpointPath, T> endpoints(Function<String, T> ofMerchant) {
		Map<ServletEndpointPath, T> endpoints = new LinkedHashMap<>();
		all().forEach((path) -> endpoints.put(path, ofMerchant.apply(path.merchant())));
		return endpoints;
	}

}
