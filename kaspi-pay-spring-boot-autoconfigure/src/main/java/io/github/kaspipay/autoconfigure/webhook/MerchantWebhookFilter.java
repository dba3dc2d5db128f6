/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import io.github.kaspipay.autoconfigure.web.ServletEndpointPath;
import io.github.kaspipay.autoconfigure.web.ServletPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Hands a notification to the webhook of the merchant whose path it came to.
 */
final class MerchantWebhookFilter implements Filter {

	private final Map<String, KaspiWebhookFilter> webhooks = new HashMap<>();

	/**
	 * Creates the filter.
	 * @param endpoints the endpoint of each path
	 */
	MerchantWebhookFilter(Map<ServletEndpointPath, WebhookEndpoint> endpoints) {
		endpoints
			.forEach((path, endpoint) -> this.webhooks.put(path.inContext(), new KaspiWebhookFilter(endpoint, path)));
	}

	@Override
	public void init(FilterConfig config) {
		this.webhooks.values().forEach((webhook) -> webhook.init(config));
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		KaspiWebhookFilter webhook = this.webhooks.get(ServletPath.of((HttpServletRequest) request));
		if (webhook != null) {
			webhook.doFilter(request, response, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

}
