/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.net.URI;

import io.github.kaspipay.ratelimit.CallLimit;

/**
 * How calls are shared through Redis. Internal: it may change in any release.
 *
 * @param baseUrl the API's base address
 * @param clientId the OAuth2 client id, or what else tells who calls
 * @param limit how many calls all instances may make together
 * @param fallback how many this instance may make by itself while Redis is away, in a
 * window of the same length
 */
public record RedisCallSettings(URI baseUrl, String clientId, CallLimit limit, CallLimit fallback) {

	/**
	 * Whoever talks to the same API as the same client shares a budget, and nobody else.
	 */
	String key() {
		return RedisKey.of("budget", RedisKey.address(this.baseUrl), this.clientId);
	}

}
