/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.util.List;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a {@link KaspiPayConfigurationException} at start-up, and names the properties
 * that nothing reads: one of them may be the one that is missing.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class KaspiPayConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<KaspiPayConfigurationException> {

	private final @Nullable Environment environment;

	KaspiPayConfigurationFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, KaspiPayConfigurationException cause) {
		List<String> unknown = UnknownProperties.of(this.environment);
		String description = unknown.isEmpty() ? cause.getMessage()
				: cause.getMessage() + " " + UnknownProperties.describe(unknown);
		return new FailureAnalysis(description, cause.getAction(), cause);
	}

}
