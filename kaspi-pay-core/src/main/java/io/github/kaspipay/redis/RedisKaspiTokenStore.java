/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.concurrent.Pause;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * Shares the token through Redis. What says how long a token lives is its time to live in
 * Redis: no clock of an instance is compared with another's. Thread-safe. Internal: it
 * may change in any release.
 */
public class RedisKaspiTokenStore implements KaspiTokenStore {

	private static final Logger logger = LoggerFactory.getLogger(RedisKaspiTokenStore.class);

	/**
	 * Reads a string, and removes what is none, or longer than any token.
	 */
	static final String TEXT = """
			local function text(key)
				local kind = redis.call('TYPE', key).ok
				if kind == 'none' then
					return false
				end
				if kind ~= 'string' or redis.call('STRLEN', key) > 32768 then
					redis.call('UNLINK', key)
					return false
				end
				return redis.call('GET', key)
			end
			""";

	/**
	 * Returns the token, if it is another than the unwanted one, and its time to live.
	 * Else takes the lock and returns Redis's time, if nobody else has it. A lock that is
	 * held for longer than any is nobody's.
	 */
	private static final RedisScript<Object> FIND_OR_LOCK = RedisScript.of(TEXT + """
			local token = text(KEYS[1])
			if token and token ~= ARGV[1] then
				return {token, redis.call('PTTL', KEYS[1])}
			end
			local held = redis.call('PTTL', KEYS[2])
			if held == -1 or held > math.max(60000, tonumber(ARGV[3])) then
				redis.call('UNLINK', KEYS[2])
			end
			if redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3]) then
				local time = redis.call('TIME')
				return {false, time[1] * 1000 + math.floor(time[2] / 1000)}
			end
			return {false, false}
			""");

	/**
	 * Gives the lock back and stores a token, unless another one has come meanwhile,
	 * which is returned. The end is by Redis's clock, so that it holds however late this
	 * runs.
	 */
	private static final RedisScript<Object> STORE_AND_UNLOCK = RedisScript.of(TEXT + """
			if text(KEYS[2]) == ARGV[2] then
				redis.call('DEL', KEYS[2])
			end
			local token = text(KEYS[1])
			if token and token ~= ARGV[1] then
				return {token, redis.call('PTTL', KEYS[1])}
			end
			redis.call('SET', KEYS[1], ARGV[3])
			redis.call('PEXPIREAT', KEYS[1], ARGV[4])
			return {false, false}
			""");

	private static final RedisScript<Object> DELETE_IF_EQUAL = RedisScript.of(TEXT + """
			if text(KEYS[1]) == ARGV[1] then
				return {redis.call('DEL', KEYS[1])}
			end
			return {0}
			""");

	private static final RedisScript<Object> FIND = RedisScript.of(TEXT + """
			return {text(KEYS[1]), redis.call('PTTL', KEYS[1])}
			""");

	private static final byte[] NOTHING = {};

	/**
	 * By the contract, no token lives longer.
	 */
	private static final Duration LIFETIME = Duration.ofHours(1);

	/**
	 * How many milliseconds a token lives on after it has left Redis, and its value.
	 */
	private static final Pattern CONTENT = Pattern.compile("(\\d{1,7}) ([!-~]+)");

	private static final int POLL_MILLIS = 50;

	private final RedisLink link;

	private final RedisTokenSettings settings;

	private final String tokenKey;

	private final String lockKey;

	private final @Nullable TokenEncryption encryption;

	private final Clock clock;

	private final AtomicBoolean unreadable = new AtomicBoolean();

	/**
	 * Creates the store. Redis is not asked yet.
	 * @param link leads to Redis
	 * @param settings how the token is shared
	 * @param encryption encrypts the token, or {@code null} to keep it in Redis as it is
	 * @param clock this instance's clock
	 */
	public RedisKaspiTokenStore(RedisLink link, RedisTokenSettings settings, @Nullable TokenEncryption encryption,
			Clock clock) {
		this.link = link;
		this.settings = settings;
		this.tokenKey = settings.key();
		this.lockKey = this.tokenKey + ":lock";
		this.encryption = encryption;
		this.clock = clock;
	}

	@Override
	public KaspiAccessToken obtain(@Nullable KaspiAccessToken replaced, Supplier<KaspiAccessToken> source) {
		Found found = findOrLock(replaced);
		if (found.token() != null) {
			return found.token();
		}
		return (found.lock() != null) ? replace(replaced, found.lock(), source) : source.get();
	}

	@Override
	public void remove(KaspiAccessToken token) {
		try {
			List<@Nullable Object> answer = this.link.run(FIND, List.of(this.tokenKey));
			KaspiAccessToken shared = read(answer, this.clock.instant());
			if (shared != null && isSame(shared, token)) {
				this.link.run(DELETE_IF_EQUAL, List.of(this.tokenKey), bytes(answer.get(0)));
			}
		}
		catch (RedisUnavailableException ex) {
			logger.debug("The refused access token could not be removed from Redis: {}", ex.getMessage());
		}
	}

	@Override
	public String describe() {
		return switch (this.link.state()) {
			case UNUSED -> "in Redis, which was not needed yet";
			case ANSWERING -> "in Redis";
			case LOST -> "in memory, since Redis does not answer";
		};
	}

	/**
	 * Waits until there is a token or the lock is free.
	 */
	private Found findOrLock(@Nullable KaspiAccessToken replaced) {
		String owner = UUID.randomUUID().toString();
		byte[] unwanted = NOTHING;
		long deadline = System.nanoTime() + this.settings.maxWait().toNanos();
		try {
			do {
				Instant askedAt = this.clock.instant();
				List<@Nullable Object> answer = this.link.run(FIND_OR_LOCK, List.of(this.tokenKey, this.lockKey),
						unwanted, owner, this.settings.lockTimeout().toMillis());
				if (answer.get(0) == null && answer.get(1) instanceof Long redisTime) {
					return new Found(null, new Lock(owner, unwanted, redisTime, System.nanoTime()));
				}
				KaspiAccessToken token = read(answer, askedAt);
				if (token != null && (replaced == null || !isSame(token, replaced))) {
					return new Found(token, null);
				}
				if (answer.get(0) != null) {
					unwanted = bytes(answer.get(0));
				}
				else {
					pause();
				}
			}
			while (System.nanoTime() - deadline < 0);
			logger.debug("No other instance brought an access token within {}", this.settings.maxWait());
		}
		catch (RedisUnavailableException ex) {
			logger.debug("The access token is this instance's own: {}", ex.getMessage());
		}
		return new Found(null, null);
	}

	private KaspiAccessToken replace(@Nullable KaspiAccessToken replaced, Lock lock,
			Supplier<KaspiAccessToken> source) {
		KaspiAccessToken token;
		try {
			token = source.get();
		}
		catch (Throwable ex) {
			unlock(lock);
			throw ex;
		}
		KaspiAccessToken other = store(token, lock);
		return (other != null && (replaced == null || !isSame(other, replaced))) ? other : token;
	}

	/**
	 * Returns the token that another instance has stored meanwhile, if there is one.
	 */
	private @Nullable KaspiAccessToken store(KaspiAccessToken token, Lock lock) {
		Instant now = this.clock.instant();
		Duration lifetime = Duration.between(now, token.expiresAt());
		Duration afterwards = (this.settings.refreshBeforeExpiry().compareTo(lifetime) < 0)
				? this.settings.refreshBeforeExpiry() : lifetime.dividedBy(2);
		long end = lock.redisTimeNow() + lifetime.minus(afterwards).toMillis();
		try {
			return read(this.link.run(STORE_AND_UNLOCK, List.of(this.tokenKey, this.lockKey), lock.unwanted(),
					lock.owner(), seal(afterwards.toMillis() + " " + token.value()), end), now);
		}
		catch (RedisUnavailableException ex) {
			logger.debug("The new access token could not be shared: {}", ex.getMessage());
			return null;
		}
	}

	private void unlock(Lock lock) {
		try {
			this.link.run(DELETE_IF_EQUAL, List.of(this.lockKey), lock.owner());
		}
		catch (RedisUnavailableException ex) {
			logger.debug("The lock of the access token is left to expire: {}", ex.getMessage());
		}
	}

	/**
	 * Reads an answer that begins with a token's content and its time to live. The time
	 * before the question counts as now, so that the end is rather too early.
	 */
	private @Nullable KaspiAccessToken read(List<@Nullable Object> answer, Instant askedAt) {
		if (answer.get(0) == null || !(answer.get(1) instanceof Long millis)) {
			return null;
		}
		String text = open(new String(bytes(answer.get(0)), StandardCharsets.UTF_8));
		Matcher content = CONTENT.matcher((text != null) ? text : "");
		if (millis > 0 && content.matches()) {
			Duration left = Duration.ofMillis(millis).plusMillis(Long.parseLong(content.group(1)));
			if (left.compareTo(LIFETIME) <= 0) {
				this.unreadable.set(false);
				return new KaspiAccessToken(content.group(2), askedAt.plus(left));
			}
		}
		if (!this.unreadable.getAndSet(true)) {
			logger.warn("The access token in Redis cannot be read, and counts as missing: do all instances have the "
					+ "same encryption keys? ({})", this.tokenKey);
		}
		return null;
	}

	private String seal(String content) {
		return (this.encryption != null) ? this.encryption.encrypt(content, this.tokenKey) : content;
	}

	private @Nullable String open(String value) {
		return (this.encryption != null) ? this.encryption.decrypt(value, this.tokenKey) : value;
	}

	private static boolean isSame(KaspiAccessToken one, KaspiAccessToken other) {
		return one.value().equals(other.value());
	}

	private static byte[] bytes(@Nullable Object element) {
		return (element instanceof byte[] bytes) ? bytes : NOTHING;
	}

	private static void pause() {
		Pause.of(Duration.ofMillis(POLL_MILLIS + ThreadLocalRandom.current().nextInt(POLL_MILLIS)),
				(ex) -> new KaspiConnectionException("Interrupted while waiting for an access token", ex));
	}

	/**
	 * A token, or the lock, or neither.
	 */
	private record Found(@Nullable KaspiAccessToken token, @Nullable Lock lock) {

	}

	/**
	 * The right to get a new token.
	 */
	private record Lock(String owner, byte[] unwanted, long redisTime, long grantedAt) {

		long redisTimeNow() {
			return this.redisTime + (System.nanoTime() - this.grantedAt) / 1_000_000;
		}

	}

}
