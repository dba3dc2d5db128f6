/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.tracing;

import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.ProxyTargetClass;
import io.github.kaspipay.observation.KaspiPayTraces;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the traces that lead from a customer's payment to the
 * application's listeners.
 */
@AutoConfiguration(after = KaspiPayAutoConfiguration.class, afterName = {
		"org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.tracing.NoopTracerAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.actuate.autoconfigure.tracing.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@ConditionalOnClass({ Tracer.class, TracingObservationHandler.class })
@ConditionalOnBean(Tracer.class)
public class KaspiPayTracingAutoConfiguration {

	/**
	 * Before the one for any observation.
	 */
	private static final int HANDLER_ORDER = 500;

	@Bean("kaspi.pay.traces")
	@ConditionalOnMissingBean(KaspiPayTraces.class)
	MicrometerTraces kaspiPayTraces(Tracer tracer) {
		return new MicrometerTraces(tracer);
	}

	@Bean("kaspi.pay.eventTracingHandler")
	@ProxyTargetClass
	@Order(HANDLER_ORDER)
	LinkingEventHandler kaspiPayEventTracingHandler(Tracer tracer) {
		return new LinkingEventHandler(tracer);
	}

}
