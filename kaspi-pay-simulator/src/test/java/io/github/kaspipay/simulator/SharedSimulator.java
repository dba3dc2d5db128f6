/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the simulator that all of them share, and resets it after each. It has its
 * defaults.
 */
class SharedSimulator implements AfterEachCallback, ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == KaspiPaySimulator.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return simulator(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		simulator(context).reset();
	}

	private static KaspiPaySimulator simulator(ExtensionContext context) {
		return context.getRoot()
			.getStore(Namespace.create(SharedSimulator.class))
			.computeIfAbsent(KaspiPaySimulator.class, (type) -> KaspiPaySimulator.start(), KaspiPaySimulator.class);
	}

}
