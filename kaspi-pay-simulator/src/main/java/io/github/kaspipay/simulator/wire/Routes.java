/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.Request;

/**
 * Finds who answers a request, by its method and path.
 */
public final class Routes {

	private final List<Route> routes = new ArrayList<>();

	/**
	 * Adds a route.
	 * @param method the HTTP method in capitals
	 * @param path the path, in which <code>{}</code> stands for an id
	 * @param handler who answers
	 * @return these routes
	 */
	public Routes on(String method, String path, Handler handler) {
		this.routes.add(new Route(method, Pattern.compile(path.replace("{}", "([A-Za-z0-9_-]+)")), handler));
		return this;
	}

	/**
	 * Returns the path of a request, without its parameters.
	 */
	public static String path(Request request) {
		return request.getUrl().split("\\?", 2)[0];
	}

	public boolean has(String path) {
		return this.routes.stream().anyMatch((route) -> route.path().matcher(path).matches());
	}

	public Answer answer(Request request) {
		List<String> allowed = new ArrayList<>();
		for (Route route : this.routes) {
			Matcher path = route.path().matcher(path(request));
			if (path.matches()) {
				if (route.method().equals(request.getMethod().getName())) {
					return route.handler().handle(request, (path.groupCount() > 0) ? path.group(1) : "");
				}
				allowed.add(route.method());
			}
		}
		if (allowed.isEmpty()) {
			throw new ApiException(404, "NOT_FOUND", "There is nothing here");
		}
		return Answer.methodNotAllowed(String.join(", ", allowed));
	}

	/**
	 * Answers requests.
	 */
	public interface Handler {

		Answer handle(Request request, String id);

	}

	private record Route(String method, Pattern path, Handler handler) {

	}

}
