/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.token;

import java.time.Instant;

import io.github.kaspipay.KaspiPayException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the access token for a call. Thread-safe.
 */
public interface KaspiTokenProvider {

	/**
	 * Returns a valid token, asking Kaspi Pay for one where there is none.
	 * @return the token
	 * @throws KaspiPayException if Kaspi Pay refused the credentials, failed or could not
	 * be reached
	 */
	KaspiAccessToken getToken();

	/**
	 * Drops a token that Kaspi Pay refused. Any other token stays.
	 * @param token the refused token
	 */
	void invalidate(KaspiAccessToken token);

	/**
	 * Replaces the token by a new one, as an operator may want it. Where Kaspi Pay gives
	 * none, the present one stays where that is possible.
	 * @return the new token
	 * @throws KaspiPayException if Kaspi Pay refused the credentials, failed or could not
	 * be reached
	 */
	default KaspiAccessToken refresh() {
		invalidate(getToken());
		return getToken();
	}

	/**
	 * Says when this instance got the token it has. Asks nothing.
	 * @return the time, or {@code null} if it has none, or nobody knows
	 */
	default @Nullable Instant obtainedAt() {
		return null;
	}

}
