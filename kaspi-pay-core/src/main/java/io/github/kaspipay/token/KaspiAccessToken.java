package io.github.kaspipay.token;

import java.time.Instant;

/**
 * An access token. Its {@link #toString()} does not show the value.
 *
 * @param value what goes behind {@code Bearer}
 * @param expiresAt from when on Kaspi Pay refuses it
 */
public record KaspiAccessToken(String value, Instant expiresAt) {

	@Override
	public String toString() {
		return "KaspiAccessToken[expiresAt=" + this.expiresAt + "]";
	}

}
