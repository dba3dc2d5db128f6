/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.time.Clock;

import io.github.kaspipay.fee.KaspiFees;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.observation.KaspiCallConvention;
import io.github.kaspipay.observation.KaspiEventConvention;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.observation.KaspiPayMonitor;
import io.github.kaspipay.observation.KaspiPayTraces;
import io.github.kaspipay.observation.KaspiWebhookConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what all of Kaspi Pay shares: properties, threads, fees and
 * what is observed.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@EnableConfigurationProperties(KaspiPayProperties.class)
public class KaspiPayAutoConfiguration {

	/**
	 * How many merchants are polled at a time.
	 */
	public static final int MAX_POLLED_AT_A_TIME = 4;

	@Bean("kaspi.pay.scanCheck")
	static ScanCheck kaspiPayScanCheck() {
		return new ScanCheck();
	}

	@Bean("kaspi.pay.proxyTargetClassProcessor")
	static ProxyTargetClassProcessor kaspiPayProxyTargetClassProcessor() {
		return new ProxyTargetClassProcessor();
	}

	@Bean("kaspi.pay.instanceClock")
	InstanceClock kaspiPayInstanceClock(@KaspiPayClock ObjectProvider<Clock> clocks) {
		return new InstanceClock(clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean("kaspi.pay.workers")
	@ProxyTargetClass
	@ConditionalOnMissingBean
	KaspiPayWorkers kaspiPayWorkers(KaspiPayProperties properties) {
		KaspiPayEventsProperties events = properties.events();
		return new KaspiPayWorkers(events.enabled() ? events.concurrency() : 0,
				Math.min(MAX_POLLED_AT_A_TIME, 1 + properties.merchants().size()));
	}

	@Bean("kaspi.pay.keepAlive")
	@ConditionalOnNotWebApplication
	@ConditionalOnBooleanProperty(name = "kaspi.pay.keep-alive", matchIfMissing = true)
	@Conditional(OnPollingOrDelivery.class)
	KeepAlive kaspiPayKeepAlive() {
		return new KeepAlive();
	}

	/**
	 * Of several registries only a primary one is used.
	 */
	@Bean("kaspi.pay.instrumentation")
	@ProxyTargetClass
	@ConditionalOnMissingBean
	KaspiPayInstrumentation kaspiPayInstrumentation(KaspiPayProperties properties,
			ObjectProvider<ObservationRegistry> registries, ObjectProvider<KaspiCallConvention> callConventions,
			ObjectProvider<KaspiWebhookConvention> webhookConventions,
			ObjectProvider<KaspiEventConvention> eventConventions, ObjectProvider<KaspiPayMonitor> monitors,
			ObjectProvider<KaspiPayTraces> traces) {
		return KaspiPayInstrumentation.builder()
			.registry(registries.getIfUnique(() -> ObservationRegistry.NOOP))
			.callConvention(callConventions.getIfAvailable())
			.webhookConvention(webhookConventions.getIfAvailable())
			.eventConvention(eventConventions.getIfAvailable())
			.monitors(monitors.orderedStream().toList())
			.traces(traces.getIfAvailable(() -> KaspiPayTraces.NONE))
			.propagatedToKaspiPay(properties.tracing().propagate())
			.build();
	}

	@Bean("kaspi.pay.fees")
	@Lazy
	@ConditionalOnMissingBean
	KaspiFees kaspiFees(KaspiPayProperties properties) {
		KaspiPayFeesProperties fees = properties.fees();
		return new KaspiFees(fees.qrRate(), fees.qrMinimum(), fees.cardRate(), fees.refundRate());
	}

	private static final class OnPollingOrDelivery extends AnyNestedCondition {

		OnPollingOrDelivery() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBooleanProperty(name = "kaspi.pay.polling.enabled", matchIfMissing = true)
		static class Polling {

		}

		@ConditionalOnBooleanProperty(name = "kaspi.pay.events.enabled", matchIfMissing = true)
		static class Delivery {

		}

	}

}
