/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.KaspiPaySimulatorBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit extension that starts a {@link KaspiPaySimulator} for a test class, nested
 * classes included, resets it after each test and closes it after the last one.
 * <p>
 * With {@code @ExtendWith} the simulator has its defaults and is a parameter of tests and
 * lifecycle methods. With {@code @RegisterExtension} on a static field it can be built as
 * needed and is also had from {@link #simulator()}; on an instance field each test has
 * its own. Safe for use by several threads.
 */
public final class KaspiPaySimulatorExtension
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(KaspiPaySimulatorExtension.class);

	private final KaspiPaySimulatorBuilder builder;

	private volatile @Nullable KaspiPaySimulator simulator;

	/**
	 * Creates an extension whose simulator has the defaults.
	 */
	public KaspiPaySimulatorExtension() {
		this(KaspiPaySimulator.builder());
	}

	/**
	 * Creates an extension whose simulator is built as needed.
	 * @param builder what to start the simulator with
	 */
	public KaspiPaySimulatorExtension(KaspiPaySimulatorBuilder builder) {
		this.builder = builder;
	}

	/**
	 * Returns the simulator.
	 * @return the running simulator
	 * @throws IllegalStateException if it has not been started yet, which is done before
	 * the {@code @BeforeAll} methods
	 */
	public KaspiPaySimulator simulator() {
		KaspiPaySimulator simulator = this.simulator;
		if (simulator == null) {
			throw new IllegalStateException("The simulator has not been started yet");
		}
		return simulator;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		start(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		start(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		simulator().reset();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return parameterContext.getParameter().getType() == KaspiPaySimulator.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return start(extensionContext);
	}

	private KaspiPaySimulator start(ExtensionContext context) {
		Store store = context.getStore(NAMESPACE);
		KaspiPaySimulator simulator = store.computeIfAbsent(this, (extension) -> this.builder.start(),
				KaspiPaySimulator.class);
		this.simulator = simulator;
		return simulator;
	}

}
