/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

/**
 * Where a merchant's webhook is in a servlet container.
 *
 * @param merchant the merchant's name; empty for the default one
 * @param inServlet the path as configured, within the DispatcherServlet
 * @param inContext the path within the servlet context: the former, after the
 * DispatcherServlet's own
 */
record ServletWebhookPath(String merchant, String inServlet, String inContext) {

	/**
	 * Creates the default merchant's path.
	 */
	ServletWebhookPath(String inServlet, String inContext) {
		this("", inServlet, inContext);
	}

}
