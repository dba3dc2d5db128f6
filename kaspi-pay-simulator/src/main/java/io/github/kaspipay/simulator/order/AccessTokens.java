/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.order;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The access tokens that have been issued and are still valid.
 */
final class AccessTokens {

	static final Duration VALID_FOR = Duration.ofHours(1);

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	private final Map<String, Instant> expiryByToken = new ConcurrentHashMap<>();

	AccessTokens(Clock clock) {
		this.clock = clock;
	}

	String issue() {
		Instant now = this.clock.instant();
		this.expiryByToken.values().removeIf((expiry) -> !now.isBefore(expiry));
		byte[] bytes = new byte[32];
		this.random.nextBytes(bytes);
		String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		this.expiryByToken.put(token, now.plus(VALID_FOR));
		return token;
	}

	boolean isValid(String token) {
		Instant expiry = this.expiryByToken.get(token);
		return expiry != null && this.clock.instant().isBefore(expiry);
	}

	void revokeAll() {
		this.expiryByToken.clear();
	}

}
