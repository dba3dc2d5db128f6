/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import java.util.List;
import java.util.function.Predicate;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * Asks Spring Security about everything but some requests. Internal: for the packages of
 * this starter only.
 */
public final class ReactiveSecurityBypass extends WebFilterChainProxy {

	private final WebFilterChainProxy security;

	private final Predicate<ServerHttpRequest> passing;

	private ReactiveSecurityBypass(WebFilterChainProxy security, Predicate<ServerHttpRequest> passing) {
		super(List.<SecurityWebFilterChain>of());
		this.security = security;
		this.passing = passing;
	}

	/**
	 * Returns what puts a bypass in front of Spring Security.
	 * @param passing which requests it lets pass
	 */
	public static BeanPostProcessor of(Predicate<ServerHttpRequest> passing) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof WebFilterChainProxy security) ? new ReactiveSecurityBypass(security, passing)
						: bean;
			}

		};
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return this.passing.test(exchange.getRequest()) ? chain.filter(exchange)
				: this.security.filter(exchange, chain);
	}

}
