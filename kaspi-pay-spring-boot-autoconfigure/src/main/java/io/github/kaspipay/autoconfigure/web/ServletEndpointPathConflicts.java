/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.support.WebContentGenerator;

/**
 * Looks at the handlers of Spring MVC, whichever way they are mapped. Internal: for the
 * packages of this starter only.
 */
public class ServletEndpointPathConflicts extends EndpointPathConflicts<HandlerMapping> {

	public ServletEndpointPathConflicts(ListableBeanFactory beans, Collection<Endpoint> endpoints) {
		super(beans, endpoints, HandlerMapping.class);
	}

	@Override
	Stream<Mapping> mappings(HandlerMapping mapping) {
		if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
			return methods.getHandlerMethods()
				.entrySet()
				.stream()
				.map((entry) -> new Mapping(entry.getValue().toString(),
						entry.getKey().getMethodsCondition().getMethods(), patterns(entry.getKey())));
		}
		if (mapping instanceof AbstractUrlHandlerMapping urls) {
			return urls.getHandlerMap()
				.entrySet()
				.stream()
				.map((entry) -> new Mapping(entry.getValue().toString(), methods(entry.getValue()),
						List.of(antPattern(entry.getKey()))));
		}
		if (mapping instanceof RouterFunctionMapping routes && routes.getRouterFunction() != null) {
			RouteCollector collector = new RouteCollector();
			routes.getRouterFunction().accept(collector);
			return collector.mappings().stream();
		}
		return Stream.empty();
	}

	/**
	 * Resources and views are for GET and HEAD alone.
	 */
	private static Set<RequestMethod> methods(Object handler) {
		String @Nullable [] methods = (handler instanceof WebContentGenerator generator)
				? generator.getSupportedMethods() : null;
		return (methods != null) ? Arrays.stream(methods).map(RequestMethod::valueOf).collect(Collectors.toSet())
				: Set.of();
	}

	private static Predicate<String> antPattern(String pattern) {
		AntPathMatcher matcher = new AntPathMatcher();
		return (path) -> matcher.match(pattern, path);
	}

	private static List<Predicate<String>> patterns(RequestMappingInfo info) {
		PathPatternsRequestCondition parsed = info.getPathPatternsCondition();
		return (parsed != null) ? matchers(parsed.getPatterns())
				: info.getPatternValues().stream().map(ServletEndpointPathConflicts::antPattern).toList();
	}

}
