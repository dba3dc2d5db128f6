/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.token;

import java.util.function.Supplier;

/**
 * Asks Kaspi Pay for an access token. Thread-safe. Internal: it may change in any
 * release.
 */
public interface KaspiTokenSource extends Supplier<KaspiAccessToken> {

	/**
	 * Asks for a token that nobody waits for.
	 * @return the token
	 */
	default KaspiAccessToken getInBackground() {
		return get();
	}

}
