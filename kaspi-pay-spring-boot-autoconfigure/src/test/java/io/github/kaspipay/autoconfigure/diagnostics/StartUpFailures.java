/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.util.Objects;

import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * What an application that does not start says of it.
 */
public final class StartUpFailures {

	private StartUpFailures() {
	}

	public static FailureAnalysis analyze(Throwable failure) {
		return Objects.requireNonNull(new KaspiPayConfigurationFailureAnalyzer(null).analyze(failure));
	}

}
