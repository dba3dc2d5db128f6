/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.qrapi.QrDeviceStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * Keeps the devices' tokens in Redis. One instance at a time registers a device; a Redis
 * that is away holds nobody up. Thread-safe.
 */
public class RedisQrDeviceStore implements QrDeviceStore {

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

	/**
	 * Longer than any call takes.
	 */
	private static final Duration LOCK_TIME = Duration.ofMinutes(1);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

	private static final Duration PAUSE = Duration.ofMillis(100);

	private final RedisLink link;

	/**
	 * Creates the store. Redis is not asked yet.
	 * @param link leads to Redis
	 */
	public RedisQrDeviceStore(RedisLink link) {
		this.link = link;
	}

	@Override
	public String obtain(String device, @Nullable String refused, Supplier<String> registration) {
		List<String> keys = keys(device);
		String owner = UUID.randomUUID().toString();
		long end = System.nanoTime() + LONGEST_WAIT.toNanos();
		try {
			do {
				List<@Nullable Object> answer = this.link.run(FIND_OR_LOCK, keys, (refused != null) ? refused : "",
						owner, LOCK_TIME.toMillis());
				if (answer.get(0) instanceof byte[] token) {
					return new String(token, StandardCharsets.UTF_8);
				}
				if (answer.get(1) != null) {
					return register(keys, owner, registration);
				}
				pause();
			}
			while (System.nanoTime() - end < 0);
		}
		catch (RedisUnavailableException ex) {
			logger.debug("The device's token is this instance's own: {}", ex.getMessage());
		}
		return registration.get();
	}

	private String register(List<String> keys, String owner, Supplier<String> registration) {
		String token = "";
		try {
			token = registration.get();
			return token;
		}
		finally {
			store(keys, owner, token);
		}
	}

	private void store(List<String> keys, String owner, String token) {
		try {
			this.link.run(STORE_AND_UNLOCK, keys, owner, token);
		}
		catch (RedisUnavailableException ex) {
			logger.debug("The device's token could not be shared: {}", ex.getMessage());
		}
	}

	private static List<String> keys(String device) {
		String key = RedisKey.of("device", device);
		return List.of(key, key + ":lock");
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KaspiConnectionException("Interrupted while another instance registers the device", ex);
		}
	}

}
