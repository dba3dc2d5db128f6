/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.util.function.Supplier;

import io.github.kaspipay.redis.RedisLink;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Shows whether Redis answered when it was last asked. {@code NaN} where it is not used,
 * or not used yet.
 */
class RedisGauge implements MeterBinder {

	private final Supplier<@Nullable RedisLink> link;

	RedisGauge(Supplier<@Nullable RedisLink> link) {
		this.link = link;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("kaspi.pay.redis.available", this::available)
			.description("Whether Redis answered when it was last asked")
			.register(registry);
	}

	private double available() {
		RedisLink link = this.link.get();
		if (link == null || link.state() == RedisLink.State.UNUSED) {
			return Double.NaN;
		}
		return (link.state() == RedisLink.State.ANSWERING) ? 1 : 0;
	}

}
