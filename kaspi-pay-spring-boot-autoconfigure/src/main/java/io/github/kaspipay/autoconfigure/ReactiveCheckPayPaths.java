package io.github.kaspipay.autoconfigure;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Where Kaspi calls the merchants in a reactive web application. The endpoint and the
 * rule that lets it past Spring Security both follow it.
 */
class ReactiveCheckPayPaths {

	private final ReactiveWebhookPaths paths;

	/**
	 * Creates the paths.
	 * @param paths the paths as configured, by the merchants' names
	 */
	ReactiveCheckPayPaths(Map<String, String> paths) {
		this.paths = new ReactiveWebhookPaths(paths);
	}

	Collection<WebhookPath> all() {
		return this.paths.all();
	}

	/**
	 * Returns the one of these paths that a request is for, however it is spelled, or
	 * {@code null} if it is for none.
	 */
	@Nullable WebhookPath find(ServerHttpRequest request) {
		return this.paths.find(request);
	}

	boolean isOneOf(ServerHttpRequest request) {
		WebhookPath path = find(request);
		return path != null && isExact(request, path);
	}

	/**
	 * Says whether a request is for a path letter by letter: what reads as the same is
	 * not what was agreed with Kaspi.
	 */
	static boolean isExact(ServerHttpRequest request, WebhookPath path) {
		RequestPath requested = request.getPath();
		return requested.value().equals(requested.contextPath().value() + path.value());
	}

}
