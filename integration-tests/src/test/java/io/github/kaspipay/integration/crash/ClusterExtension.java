/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all tests one cluster, whole again after each of them.
 */
class ClusterExtension implements ParameterResolver, AfterEachCallback {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Cluster.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return cluster(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		cluster(context).heal();
	}

	private static Cluster cluster(ExtensionContext context) {
		return context.getRoot()
			.getStore(Namespace.create(ClusterExtension.class))
			.computeIfAbsent(Cluster.class, (key) -> start(), Cluster.class);
	}

	private static Cluster start() {
		try {
			return new Cluster();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
