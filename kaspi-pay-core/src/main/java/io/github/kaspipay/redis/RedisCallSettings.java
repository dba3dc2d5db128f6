package io.github.kaspipay.redis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.github.kaspipay.ratelimit.CallLimit;

/**
 * How calls are shared through Redis.
 *
 * @param baseUrl the API's base address
 * @param clientId the OAuth2 client id
 * @param limit how many calls all instances may make together
 * @param fallback how many this instance may make by itself while Redis is away, in a
 * window of the same length
 */
public record RedisCallSettings(URI baseUrl, String clientId, CallLimit limit, CallLimit fallback) {

	/**
	 * Whoever talks to the same API as the same client shares a budget, and nobody else.
	 */
	String key() {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest((this.baseUrl + "\n" + this.clientId).getBytes(StandardCharsets.UTF_8));
			return "kaspi-pay:budget:{" + HexFormat.of().formatHex(hash) + "}";
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
