/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A request's path within the servlet context, as the container decides it. Internal: for
 * the packages of this starter only.
 */
public final class ServletPath {

	private ServletPath() {
	}

	public static String of(HttpServletRequest request) {
		String pathInfo = request.getPathInfo();
		return (pathInfo != null) ? request.getServletPath() + pathInfo : request.getServletPath();
	}

}
