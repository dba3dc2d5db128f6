/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import java.util.Collection;
import java.util.stream.Stream;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/**
 * Looks at the handlers of Spring WebFlux. Internal: for the packages of this starter
 * only.
 */
public class ReactiveEndpointPathConflicts extends EndpointPathConflicts<RequestMappingInfoHandlerMapping> {

	public ReactiveEndpointPathConflicts(ListableBeanFactory beans, Collection<Endpoint> endpoints) {
		super(beans, endpoints, RequestMappingInfoHandlerMapping.class);
	}

	@Override
	Stream<Mapping> mappings(RequestMappingInfoHandlerMapping mapping) {
		return mapping.getHandlerMethods()
			.entrySet()
			.stream()
			.map((entry) -> new Mapping(entry.getValue().toString(), entry.getKey().getMethodsCondition().getMethods(),
					matchers(entry.getKey().getPatternsCondition().getPatterns())));
	}

}
