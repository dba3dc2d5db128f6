/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.PropertyName;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Refuses to start an application that maps an endpoint's method and path itself: its
 * handler would not be called. Handlers for whatever path has no other are left alone.
 * Internal: for the packages of this starter only.
 *
 * @param <T> the mappings of a web stack
 */
public abstract class EndpointPathConflicts<T> implements SmartInitializingSingleton {

	private final ListableBeanFactory beans;

	private final Collection<Endpoint> endpoints;

	private final Class<T> type;

	EndpointPathConflicts(ListableBeanFactory beans, Collection<Endpoint> endpoints, Class<T> type) {
		this.beans = beans;
		this.endpoints = endpoints;
		this.type = type;
	}

	/**
	 * Returns the application's handlers of a mapping.
	 */
	abstract Stream<Mapping> mappings(T mapping);

	@Override
	public void afterSingletonsInstantiated() {
		BeanFactoryUtils.beansOfTypeIncludingAncestors(this.beans, this.type, true, false)
			.values()
			.stream()
			.flatMap(this::mappings)
			.forEach((mapping) -> this.endpoints.stream().filter(mapping::takes).findFirst().ifPresent((taken) -> {
				throw taken.conflict(mapping.handler());
			}));
	}

	static List<Predicate<String>> matchers(Collection<PathPattern> patterns) {
		return patterns.stream()
			.<Predicate<String>>map((pattern) -> (path) -> pattern.matches(PathContainer.parsePath(path)))
			.toList();
	}

	/**
	 * A handler of the application.
	 *
	 * @param handler what it is
	 * @param methods the methods it is for; empty for all of them
	 * @param patterns match the paths that it is for
	 */
	record Mapping(String handler, Set<RequestMethod> methods, Collection<Predicate<String>> patterns) {

		/**
		 * Tries a path that nobody maps, too: a pattern that matches it is a fallback.
		 */
		boolean takes(Endpoint endpoint) {
			String other = endpoint.path().replaceAll("[^/]+", "-");
			return (this.methods.isEmpty() || this.methods.contains(endpoint.method())) && this.patterns.stream()
				.anyMatch((pattern) -> pattern.test(endpoint.path()) && !pattern.test(other));
		}

	}

	/**
	 * An endpoint of Kaspi's.
	 *
	 * @param method its method
	 * @param path its path, as the application's own handlers are mapped
	 * @param name what it is, for the message
	 * @param action what to do about a conflict, for the message
	 */
	public record Endpoint(RequestMethod method, String path, String name, String action) {

		public static Endpoint ofWebhook(String merchant, String path) {
			return new Endpoint(RequestMethod.POST, path, "Kaspi Pay's webhook",
					"Remove that mapping and listen to Kaspi Pay's events, or give the webhook another path with "
							+ PropertyName.of(merchant, "webhook.path") + " and "
							+ PropertyName.of(merchant, "callback-url")
							+ ". If the application checks webhooks itself, set kaspi.pay.webhook.enabled=false.");
		}

		public static Endpoint ofCheckPay(String merchant, String path) {
			return new Endpoint(RequestMethod.GET, path, "Kaspi's check and pay requests",
					"Remove that mapping and listen to Kaspi Pay's events, or set another path with "
							+ PropertyName.of(merchant, "check-pay.path") + ", and tell Kaspi.");
		}

		private KaspiPayConfigurationException conflict(String handler) {
			return new KaspiPayConfigurationException(this.method + " " + this.path + " is the path of " + this.name
					+ ", and the application maps it to " + handler + ", which would not be called for it.",
					this.action);
		}

	}

}
