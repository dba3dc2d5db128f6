/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.token;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An access token. Its {@link #toString()} does not show the value.
 *
 * @param value what goes behind {@code Bearer}
 * @param expiresAt from when on Kaspi Pay refuses it
 */
public record KaspiAccessToken(String value, Instant expiresAt) {

	/**
	 * Creates the token.
	 * @param value what goes behind {@code Bearer}
	 * @param expiresAt from when on Kaspi Pay refuses it
	 * @throws IllegalArgumentException if the value is not visible ASCII
	 */
	public KaspiAccessToken {
		if (!isValue(value)) {
			throw new IllegalArgumentException("An access token must be visible ASCII characters, without spaces");
		}
	}

	/**
	 * Says whether this may be an access token's value: nothing else can stand in a
	 * header.
	 * @param value the value, or {@code null}
	 * @return whether it is visible ASCII, and not empty
	 */
	public static boolean isValue(@Nullable String value) {
		return value != null && value.matches("[!-~]+");
	}

	@Override
	public String toString() {
		return "KaspiAccessToken[expiresAt=" + this.expiresAt + "]";
	}

}
