/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.token;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Shares nothing.
 */
final class NoTokenStore implements KaspiTokenStore {

	@Override
	public KaspiAccessToken obtain(@Nullable KaspiAccessToken replaced, Supplier<KaspiAccessToken> source) {
		return source.get();
	}

	@Override
	public void remove(KaspiAccessToken token) {
	}

}
