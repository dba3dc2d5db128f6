/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.kaspipay.qrapi.LeasingQrDeviceStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * Keeps the devices' tokens in Redis. One instance at a time registers a device; a Redis
 * that is away holds nobody up. Thread-safe. Internal: it may change in any release.
 */
public class RedisQrDeviceStore extends LeasingQrDeviceStore {

	private static final Logger logger = LoggerFactory.getLogger(RedisQrDeviceStore.class);

	/**
	 * Returns the token, if it is another than the refused one. Else takes the lock, if
	 * nobody else has it. A lock that is held for longer than any is nobody's.
	 */
	private static final RedisScript<Object> FIND_OR_LOCK = RedisScript.of(RedisKaspiTokenStore.TEXT + """
			local token = text(KEYS[1])
			if token and token ~= '' and token ~= ARGV[1] then
				return {token, false}
			end
			local held = redis.call('PTTL', KEYS[2])
			if held == -1 or held > tonumber(ARGV[3]) then
				redis.call('UNLINK', KEYS[2])
			end
			if redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3]) then
				return {false, 1}
			end
			return {false, false}
			""");

	private static final RedisScript<Object> STORE_AND_UNLOCK = RedisScript.of(RedisKaspiTokenStore.TEXT + """
			if text(KEYS[2]) == ARGV[1] then
				redis.call('DEL', KEYS[2])
			end
			if ARGV[2] ~= '' then
				redis.call('SET', KEYS[1], ARGV[2])
			end
			return {1}
			""");

	private final RedisLink link;

	/**
	 * Creates the store. Redis is not asked yet.
	 * @param link leads to Redis
	 */
	public RedisQrDeviceStore(RedisLink link) {
		this.link = link;
	}

	@Override
	protected Lookup findOrLease(String device, @Nullable String refused, String owner) {
		try {
			List<@Nullable Object> answer = this.link.run(FIND_OR_LOCK, keys(device), (refused != null) ? refused : "",
					owner, LEASE_TIME.toMillis());
			if (answer.get(0) instanceof byte[] token) {
				return Lookup.found(new String(token, StandardCharsets.UTF_8));
			}
			return (answer.get(1) != null) ? Lookup.ACQUIRED : Lookup.HELD;
		}
		catch (RedisUnavailableException ex) {
			logger.debug("The device's token is this instance's own: {}", ex.getMessage());
			return Lookup.UNAVAILABLE;
		}
	}

	@Override
	protected void release(String device, String owner, @Nullable String token) {
		try {
			this.link.run(STORE_AND_UNLOCK, keys(device), owner, (token != null) ? token : "");
		}
		catch (RedisUnavailableException ex) {
			logger.debug("The device's token could not be shared: {}", ex.getMessage());
		}
	}

	private static List<String> keys(String device) {
		String key = RedisKey.of("device", device);
		return List.of(key, key + ":lock");
	}

}
