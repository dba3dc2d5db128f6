/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.net.URI;
import java.time.Duration;

/**
 * How a token is shared through Redis. Internal: it may change in any release.
 *
 * @param baseUrl the API's base address
 * @param clientId the OAuth2 client id
 * @param scope the OAuth2 scope
 * @param refreshBeforeExpiry how long before its end a token leaves Redis, to be replaced
 * @param lockTimeout how long one instance may take to get a new token before another one
 * tries
 * @param maxWait how long an instance waits for a token that another one asks for
 */
public record RedisTokenSettings(URI baseUrl, String clientId, String scope, Duration refreshBeforeExpiry,
		Duration lockTimeout, Duration maxWait) {

	/**
	 * Whoever talks to the same API with the same rights shares a token, and nobody else.
	 */
	String key() {
		return RedisKey.of("token", RedisKey.address(this.baseUrl), this.clientId, this.scope);
	}

}
