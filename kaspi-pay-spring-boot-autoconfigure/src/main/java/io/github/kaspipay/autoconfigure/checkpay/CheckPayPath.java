/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where Kaspi calls a merchant in a servlet container.
 *
 * @param merchant the merchant's name, empty for the default one
 * @param inServlet the path as configured, within the DispatcherServlet
 * @param inContext the path within the servlet context
 */
record CheckPayPath(String merchant, String inServlet, String inContext) {

	/**
	 * Says whether a request is for this path, letter by letter: what the container reads
	 * as the same is not what was agreed with Kaspi.
	 */
	boolean isOf(HttpServletRequest request) {
		return request.getRequestURI().equals(request.getContextPath() + this.inContext);
	}

}
