/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Receives what is for the merchants' endpoints in a reactive web application, in front
 * of Spring WebFlux. Comes after all other filters: they are asked as for any other
 * request. Internal: for the packages of this starter only.
 *
 * @param <E> the endpoint of one merchant
 */
public abstract class ReactiveEndpointFilter<E> implements WebFilter, Ordered, DisposableBean {

	private final ReactivePaths paths;

	private final Map<String, E> endpoints = new HashMap<>();

	/**
	 * Creates the filter.
	 * @param paths where the endpoints are
	 * @param endpoints creates the endpoint of a merchant
	 * @param received what the log says of each, with a place for its path
	 * @param basePath what comes before the paths in the server
	 */
	protected ReactiveEndpointFilter(ReactivePaths paths, Function<String, E> endpoints, String received,
			String basePath) {
		this.paths = paths;
		for (EndpointPath path : paths.all()) {
			this.endpoints.put(path.merchant(), endpoints.apply(path.merchant()));
			LoggerFactory.getLogger(getClass()).info(received, basePath + path.value());
		}
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		EndpointPath path = this.paths.find(exchange.getRequest());
		if (path == null) {
			return chain.filter(exchange);
		}
		ServerRequestObservationContext.findCurrent(exchange.getAttributes())
			.ifPresent((context) -> context.setPathPattern(path.value()));
		return receive(exchange, path, Objects.requireNonNull(this.endpoints.get(path.merchant())));
	}

	/**
	 * Answers a request.
	 * @param exchange the request and its response
	 * @param path the path it is for
	 * @param endpoint the endpoint there
	 */
	protected abstract Mono<Void> receive(ServerWebExchange exchange, EndpointPath path, E endpoint);

	/**
	 * Returns the endpoints of all merchants.
	 */
	protected Iterable<E> endpoints() {
		return this.endpoints.values();
	}

}
