/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * The version in {@link UserAgent}, for native images.
 */
class VersionHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/github/kaspipay/http/version.properties");
	}

}
