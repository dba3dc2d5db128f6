/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;

/**
 * Has HTTP interfaces proxied in a native image too. Internal: it may change in any
 * release.
 */
public abstract class HttpInterfaceHints implements RuntimeHintsRegistrar {

	private final List<Class<?>> interfaces;

	/**
	 * Creates the hints.
	 * @param interfaces the HTTP interfaces
	 */
	protected HttpInterfaceHints(Class<?>... interfaces) {
		this.interfaces = List.of(interfaces);
	}

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (Class<?> type : this.interfaces) {
			hints.proxies().registerJdkProxy(AopProxyUtils.completeJdkProxyInterfaces(type));
			new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, type);
		}
	}

}
