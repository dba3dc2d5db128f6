package io.github.kaspipay.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Where the merchants' webhooks are in a reactive web application.
 */
class ReactiveWebhookPaths {

	private final Map<List<String>, WebhookPath> paths = new LinkedHashMap<>();

	/**
	 * Creates the paths.
	 * @param paths the paths as configured, by the merchants' names
	 */
	ReactiveWebhookPaths(Map<String, String> paths) {
		paths.forEach((merchant, path) -> {
			List<String> elements = elements(PathContainer.parsePath(path));
			if (elements != null) {
				this.paths.put(elements, new WebhookPath(merchant, path));
			}
		});
	}

	Collection<WebhookPath> all() {
		return this.paths.values();
	}

	/**
	 * Returns the one of these paths that a request is for, or {@code null} if it is for
	 * none.
	 */
	@Nullable WebhookPath find(ServerHttpRequest request) {
		List<String> elements = elements(request.getPath().pathWithinApplication());
		return (elements != null) ? this.paths.get(elements) : null;
	}

	/**
	 * Says whether a request may be a notification.
	 */
	boolean isNotification(ServerHttpRequest request) {
		return request.getMethod().equals(HttpMethod.POST) && find(request) != null;
	}

	/**
	 * Returns a path's separators and decoded segments, or {@code null} if it has
	 * parameters.
	 */
	private static @Nullable List<String> elements(PathContainer path) {
		List<String> elements = new ArrayList<>();
		for (PathContainer.Element element : path.elements()) {
			if (element instanceof PathContainer.PathSegment segment) {
				if (segment.value().indexOf(';') >= 0) {
					return null;
				}
				elements.add(segment.valueToMatch());
			}
			else {
				elements.add(element.value());
			}
		}
		return elements;
	}

}
