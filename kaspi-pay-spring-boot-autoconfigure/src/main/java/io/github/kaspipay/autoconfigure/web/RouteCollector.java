/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.kaspipay.autoconfigure.web.EndpointPathConflicts.Mapping;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Collects the routes of a {@link RouterFunction}, whatever else they ask of a request.
 * Not thread-safe.
 */
final class RouteCollector implements RouterFunctions.Visitor {

	private final List<Mapping> mappings = new ArrayList<>();

	private final Deque<PathAndMethods> nested = new ArrayDeque<>(List.of(new PathAndMethods()));

	List<Mapping> mappings() {
		return this.mappings;
	}

	@Override
	public void startNested(RequestPredicate predicate) {
		this.nested.push(this.nested.getFirst().and(predicate));
	}

	@Override
	public void endNested(RequestPredicate predicate) {
		this.nested.pop();
	}

	@Override
	public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
		PathAndMethods route = this.nested.getFirst().and(predicate);
		boolean never = route.methods != null && route.methods.isEmpty();
		if (!route.path.isEmpty() && !never) {
			PathPattern pattern = PathPatternParser.defaultInstance.parse(route.path);
			this.mappings.add(new Mapping("the route " + predicate, (route.methods != null) ? route.methods : Set.of(),
					List.of((path) -> pattern.matches(PathContainer.parsePath(path)))));
		}
	}

	@Override
	public void resources(Function<ServerRequest, Optional<Resource>> lookup) {
	}

	@Override
	public void attributes(Map<String, Object> attributes) {
	}

	@Override
	public void unknown(RouterFunction<?> function) {
	}

	/**
	 * What predicates say of the path and the method.
	 */
	private static final class PathAndMethods implements RequestPredicates.Visitor {

		private String path = "";

		/**
		 * The methods, or {@code null} for all of them.
		 */
		private @Nullable Set<RequestMethod> methods;

		PathAndMethods and(RequestPredicate predicate) {
			PathAndMethods both = new PathAndMethods();
			both.path = this.path;
			both.methods = this.methods;
			predicate.accept(both);
			return both;
		}

		@Override
		public void method(Set<HttpMethod> methods) {
			Set<RequestMethod> before = this.methods;
			this.methods = Arrays.stream(RequestMethod.values())
				.filter((method) -> methods.contains(method.asHttpMethod())
						&& (before == null || before.contains(method)))
				.collect(Collectors.toSet());
		}

		@Override
		public void path(String pattern) {
			this.path += pattern;
		}

		@Override
		@SuppressWarnings({ "deprecation", "removal" })
		public void pathExtension(String extension) {
		}

		@Override
		public void header(String name, String value) {
		}

		@Override
		public void param(String name, String value) {
		}

		/**
		 * Overrides what Spring Framework 6 has not.
		 */
		public void version(String version) {
		}

		@Override
		public void startAnd() {
		}

		@Override
		public void and() {
		}

		@Override
		public void endAnd() {
		}

		@Override
		public void startOr() {
		}

		@Override
		public void or() {
		}

		@Override
		public void endOr() {
		}

		@Override
		public void startNegate() {
		}

		@Override
		public void endNegate() {
		}

		@Override
		public void unknown(RequestPredicate predicate) {
		}

	}

}
