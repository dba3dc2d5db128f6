/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.kaspipay.concurrent.SingleFlight;
import io.github.kaspipay.logging.LogScope;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiPayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one token in memory. Asks for the first one when it is needed, never twice at a
 * time, and for the next one in the background shortly before the present one ends, while
 * callers go on with the present one. With a {@link KaspiTokenStore} it shares what it
 * gets with other instances of the application. Thread-safe. Internal: it may change in
 * any release.
 */
public class CachingKaspiTokenProvider implements KaspiTokenProvider {

	private static final Logger logger = LoggerFactory.getLogger(CachingKaspiTokenProvider.class);

	private static final Duration PAUSE_AFTER_FAILED_REFRESH = Duration.ofSeconds(30);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

	private final Supplier<KaspiAccessToken> source;

	private final KaspiTokenStore store;

	private final Duration refreshBeforeExpiry;

	private final Duration maxJitter;

	private final Duration maxWait;

	private final Clock clock;

	private final Executor background;

	private final AtomicReference<@Nullable CachedToken> cached = new AtomicReference<>();

	private final AtomicReference<@Nullable SingleFlight<KaspiAccessToken>> fetching = new AtomicReference<>();

	/**
	 * The token whose replacement waits for the background or is under way there.
	 */
	private final AtomicReference<@Nullable CachedToken> refreshing = new AtomicReference<>();

	/**
	 * The last token that Kaspi Pay refused, which a store must not bring back.
	 */
	private final AtomicReference<@Nullable KaspiAccessToken> refused = new AtomicReference<>();

	/**
	 * Creates a provider whose tokens are this instance's own. Nothing is asked for yet.
	 * @param source asks Kaspi Pay for a token
	 * @param refreshBeforeExpiry how long before its end a token is replaced
	 * @param maxWait how long a caller waits for a token that another caller asked for
	 * @param clock the clock
	 * @param background runs the replacement
	 */
	public CachingKaspiTokenProvider(Supplier<KaspiAccessToken> source, Duration refreshBeforeExpiry, Duration maxWait,
			Clock clock, Executor background) {
		this(source, new NoTokenStore(), refreshBeforeExpiry, Duration.ZERO, maxWait, clock, background);
	}

	/**
	 * Creates a provider that shares its tokens. A token is replaced up to a tenth of
	 * {@code refreshBeforeExpiry} earlier than that, at random, so that one instance does
	 * it and the others find the new token. Nothing is asked for yet.
	 * @param source asks Kaspi Pay for a token
	 * @param store where the instances share their token
	 * @param refreshBeforeExpiry how long before its end a token is replaced
	 * @param maxWait how long a caller waits for a token that another caller of this
	 * instance asked for
	 * @param clock the clock
	 * @param background runs the replacement
	 */
	public CachingKaspiTokenProvider(Supplier<KaspiAccessToken> source, KaspiTokenStore store,
			Duration refreshBeforeExpiry, Duration maxWait, Clock clock, Executor background) {
		this(source, store, refreshBeforeExpiry, refreshBeforeExpiry.dividedBy(10), maxWait, clock, background);
	}

	private CachingKaspiTokenProvider(Supplier<KaspiAccessToken> source, KaspiTokenStore store,
			Duration refreshBeforeExpiry, Duration maxJitter, Duration maxWait, Clock clock, Executor background) {
		this.source = source;
		this.store = store;
		this.refreshBeforeExpiry = refreshBeforeExpiry;
		this.maxJitter = maxJitter;
		this.maxWait = maxWait;
		this.clock = clock;
		this.background = background;
	}

	@Override
	public KaspiAccessToken getToken() {
		CachedToken current = this.cached.get();
		long now = this.clock.millis();
		if (current == null || !current.isValid(now)) {
			return fetchOrJoin();
		}
		if (current.isDueForRefresh(now)) {
			refreshInBackground(current);
		}
		return current.token();
	}

	@Override
	public void invalidate(KaspiAccessToken token) {
		CachedToken current = this.cached.get();
		if (current != null && current.token().value().equals(token.value())) {
			this.refused.set(token);
			if (this.cached.compareAndSet(current, null)) {
				this.store.remove(token);
			}
		}
	}

	@Override
	public KaspiAccessToken refresh() {
		return fetchOrJoin(this.cached.get());
	}

	@Override
	public @Nullable Instant obtainedAt() {
		CachedToken current = this.cached.get();
		return (current != null) ? current.obtainedAt() : null;
	}

	private KaspiAccessToken fetchOrJoin() {
		return fetchOrJoin(null);
	}

	private KaspiAccessToken fetchOrJoin(@Nullable CachedToken replaced) {
		SingleFlight<KaspiAccessToken> own = new SingleFlight<>();
		SingleFlight<KaspiAccessToken> running = this.fetching.compareAndExchange(null, own);
		return (running != null) ? join(running) : own.lead(() -> newerOrFetch(replaced));
	}

	private KaspiAccessToken newerOrFetch(@Nullable CachedToken replaced) {
		try {
			CachedToken newer = this.cached.get();
			return (newer != null && newer != replaced && newer.isValid(this.clock.millis())) ? newer.token()
					: fetch((replaced != null) ? replaced.token() : this.refused.get(), this.source);
		}
		finally {
			this.fetching.set(null);
		}
	}

	private KaspiAccessToken join(SingleFlight<KaspiAccessToken> running) {
		return running
			.join("an access token", this.maxWait,
					(failure) -> new KaspiConnectionException("No access token could be obtained", failure))
			.orElseGet(this::fetchOrJoin);
	}

	private KaspiAccessToken fetch(@Nullable KaspiAccessToken replaced, Supplier<KaspiAccessToken> source) {
		Instant askedAt = this.clock.instant();
		KaspiAccessToken token = this.store.obtain(replaced, source);
		this.cached.set(CachedToken.of(token, askedAt, refreshAt(askedAt, token)));
		return token;
	}

	private Supplier<KaspiAccessToken> inBackground() {
		return (this.source instanceof KaspiTokenSource kaspi) ? kaspi::getInBackground : this.source;
	}

	private Instant refreshAt(Instant askedAt, KaspiAccessToken token) {
		Duration lifetime = Duration.between(askedAt, token.expiresAt());
		Duration kept = lifetime.minus(this.refreshBeforeExpiry).minus(jitter());
		return askedAt.plus((kept.isNegative() || kept.isZero()) ? lifetime.dividedBy(2) : kept);
	}

	private Duration jitter() {
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(this.maxJitter.toMillis() + 1));
	}

	private void refreshInBackground(CachedToken current) {
		if (this.fetching.get() != null || this.refreshing.getAndSet(current) == current) {
			return;
		}
		try {
			this.background.execute(() -> refresh(current));
		}
		catch (Exception ex) {
			this.refreshing.compareAndSet(current, null);
		}
	}

	/**
	 * Joinable only once it runs, so a queued refresh never blocks a caller whose token
	 * has ended.
	 */
	private void refresh(CachedToken current) {
		SingleFlight<KaspiAccessToken> own = new SingleFlight<>();
		if (this.cached.get() != current || !this.fetching.compareAndSet(null, own)) {
			this.refreshing.compareAndSet(current, null);
			return;
		}
		try {
			own.lead(() -> refreshedInBackground(current));
		}
		catch (Throwable ex) {
			LogScope.run(null, (ex instanceof KaspiPayException failure) ? failure.getRequestId() : null, () -> logger
				.warn("The access token could not be replaced ahead of its end at {}; it is used on, next try in {}: {}",
						current.token().expiresAt(), current.pause(), ex.toString()));
		}
	}

	private KaspiAccessToken refreshedInBackground(CachedToken current) {
		try {
			CachedToken newer = this.cached.get();
			return (newer != null && newer != current) ? newer.token() : fetch(current.token(), inBackground());
		}
		catch (Throwable ex) {
			this.cached.compareAndSet(current, current.failed(this.clock.instant()));
			throw ex;
		}
		finally {
			this.refreshing.compareAndSet(current, null);
			this.fetching.set(null);
		}
	}

	/**
	 * A token, and how long its replacement is put off when it fails. Its times are kept
	 * as milliseconds since 1970: each call compares them.
	 */
	private record CachedToken(KaspiAccessToken token, Instant obtainedAt, long expiresAt, long refreshAt,
			Duration pause) {

		private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

		static CachedToken of(KaspiAccessToken token, Instant obtainedAt, Instant refreshAt) {
			return new CachedToken(token, obtainedAt, millis(token.expiresAt()), millis(refreshAt),
					PAUSE_AFTER_FAILED_REFRESH);
		}

		private static long millis(Instant time) {
			if (time.isAfter(LAST)) {
				return Long.MAX_VALUE;
			}
			return time.isBefore(Instant.EPOCH) ? 0 : time.toEpochMilli();
		}

		boolean isValid(long now) {
			return now < this.expiresAt;
		}

		boolean isDueForRefresh(long now) {
			return now >= this.refreshAt;
		}

		CachedToken failed(Instant now) {
			Duration doubled = this.pause.multipliedBy(2);
			return new CachedToken(this.token, this.obtainedAt, this.expiresAt, millis(now.plus(this.pause)),
					(doubled.compareTo(LONGEST_PAUSE) < 0) ? doubled : LONGEST_PAUSE);
		}

	}

}
