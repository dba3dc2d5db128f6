/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.redis;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayRateLimitProperties;
import io.github.kaspipay.autoconfigure.KaspiPayTokenProperties;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.autoconfigure.merchant.SharedParts;
import io.github.kaspipay.concurrent.FailLate;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.redis.RedisCallSettings;
import io.github.kaspipay.redis.RedisCallWindow;
import io.github.kaspipay.redis.RedisKaspiTokenStore;
import io.github.kaspipay.redis.RedisLink;
import io.github.kaspipay.redis.RedisTokenSettings;
import io.github.kaspipay.token.KaspiTokenStore;
import org.jspecify.annotations.Nullable;

/**
 * What merchants share among all instances through Redis. The default merchant's parts
 * are made in the same way.
 */
class RedisParts implements SharedParts {

	private final Supplier<@Nullable RedisLink> link;

	private final Clock clock;

	private final List<RedisCallWindow> windows = new CopyOnWriteArrayList<>();

	RedisParts(Supplier<@Nullable RedisLink> link, Clock clock) {
		this.link = link;
		this.clock = clock;
	}

	static RedisKaspiTokenStore tokenStore(MerchantSettings merchant, RedisLink link, Clock clock) {
		KaspiPayProperties properties = merchant.properties();
		KaspiPayConnectionDetails details = merchant.details();
		Duration callTimeout = properties.callTimeout();
		RedisTokenSettings settings = new RedisTokenSettings(details.getBaseUrl(), details.getClientId(),
				properties.scope(), properties.token().refreshBeforeExpiry(), callTimeout.dividedBy(4),
				callTimeout.dividedBy(3));
		return new RedisKaspiTokenStore(link, settings, properties.token().encryption().toTokenEncryption(), clock);
	}

	static RedisCallWindow callWindow(MerchantSettings merchant, RedisLink link) {
		KaspiPayProperties properties = merchant.properties();
		return new RedisCallWindow(link, new RedisCallSettings(merchant.details().getBaseUrl(), client(merchant),
				MerchantParts.limit(properties), MerchantParts.fallback(properties)));
	}

	/**
	 * Over the QR API there is no client id.
	 */
	private static String client(MerchantSettings merchant) {
		KaspiPayProperties properties = merchant.properties();
		return (properties.api() == KaspiPayProperties.Api.QR) ? "trade point " + properties.qr().tradePointId()
				: merchant.details().getClientId();
	}

	@Override
	public @Nullable KaspiTokenStore tokenStore(MerchantSettings merchant) {
		boolean inMemory = merchant.properties().token().store() == KaspiPayTokenProperties.Store.MEMORY;
		RedisLink link = inMemory ? null : this.link.get();
		return (link != null) ? tokenStore(merchant, link, this.clock) : null;
	}

	@Override
	public @Nullable CallWindow callWindow(MerchantSettings merchant) {
		boolean local = merchant.properties().rateLimit().store() == KaspiPayRateLimitProperties.Store.LOCAL;
		RedisLink link = local ? null : this.link.get();
		if (link == null) {
			return null;
		}
		RedisCallWindow window = callWindow(merchant, link);
		this.windows.add(window);
		return window;
	}

	@Override
	public void report() {
		FailLate.forEach(this.windows, RedisCallWindow::report);
	}

}
