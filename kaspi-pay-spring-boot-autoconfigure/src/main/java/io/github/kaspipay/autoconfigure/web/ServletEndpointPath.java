/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where a merchant's endpoint is in a servlet container. Internal: for the packages of
 * this starter only.
 *
 * @param merchant the merchant's name; empty for the default one
 * @param inServlet the path as configured, within the DispatcherServlet
 * @param inContext the path within the servlet context: the former, after the
 * DispatcherServlet's own
 */
public record ServletEndpointPath(String merchant, String inServlet, String inContext) {

	/**
	 * Says whether a request is for this path letter by letter, not only as the container
	 * reads it.
	 */
	public boolean isExact(HttpServletRequest request) {
		return request.getRequestURI().equals(request.getContextPath() + this.inContext);
	}

}
