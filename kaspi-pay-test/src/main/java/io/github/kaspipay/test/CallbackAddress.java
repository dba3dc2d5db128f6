/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Finds where the application's own web server takes webhooks.
 */
final class CallbackAddress {

	private CallbackAddress() {
	}

	/**
	 * Derives the address from the application's properties. Spring Boot tells the port
	 * of a server that has started as {@code local.server.port}.
	 * @param environment the application's properties
	 * @return the address, or {@code null} while no server has started
	 */
	static @Nullable URI of(Environment environment) {
		return of(environment, environment.getProperty("kaspi.pay.webhook.path", "/webhook/kaspi"));
	}

	/**
	 * Derives the address of a path.
	 * @param environment the application's properties
	 * @param path the path, within the DispatcherServlet
	 * @return the address, or {@code null} while no server has started
	 */
	static @Nullable URI of(Environment environment, String path) {
		String port = environment.getProperty("local.server.port");
		if (port == null) {
			return null;
		}
		return URI.create((isSecure(environment) ? "https" : "http") + "://localhost:" + port
				+ prefix(environment, "server.servlet.context-path") + prefix(environment, "spring.mvc.servlet.path")
				+ prefix(environment, "spring.webflux.base-path") + path);
	}

	private static boolean isSecure(Environment environment) {
		return environment.getProperty("server.ssl.enabled", Boolean.class, true) && Binder.get(environment)
			.bind("server.ssl", Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.keySet()
			.stream()
			.anyMatch((name) -> !name.equals("enabled"));
	}

	/**
	 * Reads a path as Spring Boot does: {@code /shop/} is {@code /shop}, and {@code /} is
	 * nothing.
	 */
	private static String prefix(Environment environment, String property) {
		String path = environment.getProperty(property, "").trim();
		int wildcard = path.indexOf('*');
		if (wildcard != -1) {
			path = path.substring(0, wildcard);
		}
		return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

}
