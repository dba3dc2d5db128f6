/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.event;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

/**
 * What {@link ListenerPromiseCheck} reads of the application's multicaster, for native
 * images.
 */
class ListenerPromiseHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerType(SimpleApplicationEventMulticaster.class,
					(type) -> type.withField("taskExecutor").withField("errorHandler"));
	}

}
