/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Where the merchants' endpoints are in a reactive web application. A request is for one
 * of them however its path is spelled. Internal: for the packages of this starter only.
 */
public class ReactivePaths {

	private final Map<List<String>, EndpointPath> paths = new LinkedHashMap<>();

	/**
	 * Creates the paths.
	 * @param paths the paths as configured, by the merchants' names
	 */
	public ReactivePaths(Map<String, String> paths) {
		paths.forEach((merchant, path) -> {
			List<String> elements = elements(PathContainer.parsePath(path));
			if (elements != null) {
				this.paths.put(elements, new EndpointPath(merchant, path));
			}
		});
	}

	public Collection<EndpointPath> all() {
		return this.paths.values();
	}

	/**
	 * Returns the one of these paths that a request is for, or {@code null} if it is for
	 * none.
	 */
	public @Nullable EndpointPath find(ServerHttpRequest request) {
		List<String> elements = elements(request.getPath().pathWithinApplication());
		return (elements != null) ? this.paths.get(elements) : null;
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
