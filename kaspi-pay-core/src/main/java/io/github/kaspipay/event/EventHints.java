/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.event;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Has an application write the events as JSON in a native image too: for a broker, or
 * Spring Modulith's registry.
 */
class EventHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(),
				KaspiOrderEvent.class.getPermittedSubclasses());
	}

}
