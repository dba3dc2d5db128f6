/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.time.Clock;

import io.github.kaspipay.autoconfigure.InstanceClock;
import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.LedgerClock;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.ledger.LedgerFiguresCache;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.redis.RedisLink;
import io.github.kaspipay.token.KaspiTokenProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for Kaspi Pay's meters.
 */
@AutoConfiguration(after = KaspiPayAutoConfiguration.class, afterName = {
		"org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@ConditionalOnClass({ MeterRegistry.class, MeterBinder.class })
@ConditionalOnBean(MeterRegistry.class)
public class KaspiPayMetricsAutoConfiguration {

	@Bean("kaspi.pay.meters")
	KaspiPayMeters kaspiPayMeters(ObjectProvider<LedgerClock> clocks) {
		return new KaspiPayMeters(() -> {
			LedgerClock clock = clocks.getIfAvailable();
			return (clock != null) ? clock.value() : Clock.systemUTC();
		});
	}

	@Bean("kaspi.pay.gauges")
	KaspiPayGauges kaspiPayGauges(ObjectProvider<LedgerFiguresCache> figures, ObjectProvider<CallWindow> calls,
			ObjectProvider<KaspiTokenProvider> tokens, InstanceClock clock) {
		return new KaspiPayGauges("", figures::getIfAvailable, calls::getIfAvailable, tokens::getIfAvailable,
				clock.value());
	}

	/**
	 * Those of the merchants of {@code kaspi.pay.merchants}, where the ledger is set up.
	 */
	@Bean("kaspi.pay.merchantGauges")
	MeterBinder kaspiPayMerchantGauges(ObjectProvider<NamedMerchants> merchants, InstanceClock clock) {
		return (registry) -> merchants.ifAvailable((named) -> named.all()
			.forEach((merchant) -> KaspiPayGauges.of(merchant, clock.value()).bindTo(registry)));
	}

	@Bean("kaspi.pay.redisGauge")
	RedisGauge kaspiPayRedisGauge(ObjectProvider<RedisLink> links) {
		return new RedisGauge(links::getIfAvailable);
	}

}
