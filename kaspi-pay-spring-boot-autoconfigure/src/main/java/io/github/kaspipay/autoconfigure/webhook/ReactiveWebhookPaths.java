/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.util.Map;

import io.github.kaspipay.autoconfigure.web.ReactivePaths;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Where the merchants' webhooks are in a reactive web application.
 */
class ReactiveWebhookPaths extends ReactivePaths {

	/**
	 * Creates the paths.
	 * @param paths the paths as configured, by the merchants' names
	 */
	ReactiveWebhookPaths(Map<String, String> paths) {
		super(paths);
	}

	/**
	 * Says whether a request may be a notification.
	 */
	boolean isNotification(ServerHttpRequest request) {
		return request.getMethod().equals(HttpMethod.POST) && find(request) != null;
	}

}
