/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/**
 * Looks at the handlers of Spring WebFlux. Internal: for the packages of this starter
 * only.
 */
public class ReactiveEndpointPathConflicts extends EndpointPathConflicts {

	private final ListableBeanFactory beans;

	public ReactiveEndpointPathConflicts(ListableBeanFactory beans, Collection<Endpoint> endpoints) {
		super(endpoints);
		this.beans = beans;
	}

	@Override
	Stream<Mapping> mappings() {
		return BeanFactoryUtils
			.beansOfTypeIncludingAncestors(this.beans, RequestMappingInfoHandlerMapping.class, true, false)
			.values()
			.stream()
			.flatMap((mapping) -> mapping.getHandlerMethods().entrySet().stream())
			.map((entry) -> new Mapping(entry.getValue().toString(), entry.getKey().getMethodsCondition().getMethods(),
					patterns(entry.getKey())));
	}

	private static List<Predicate<String>> patterns(RequestMappingInfo info) {
		return info.getPatternsCondition()
			.getPatterns()
			.stream()
			.<Predicate<String>>map((pattern) -> (path) -> pattern.matches(PathContainer.parsePath(path)))
			.toList();
	}

}
