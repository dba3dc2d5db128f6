/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.observation.KaspiPayMonitor;
import io.github.kaspipay.observation.MerchantTag;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Counts and times what happens, in every registry of the application. Thread-safe.
 */
class KaspiPayMeters implements MeterBinder, KaspiPayMonitor {

	private static final String MERCHANT = "merchant";

	private static final String SOURCE = "source";

	private static final String LATE = "late";

	private static final String REASON = "reason";

	private final Supplier<Clock> clock;

	private final List<Meters> bound = new CopyOnWriteArrayList<>();

	/**
	 * Creates the meters.
	 * @param clock the ledger's clock
	 */
	KaspiPayMeters(Supplier<Clock> clock) {
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Meters meters = new Meters(registry);
		String merchant = MerchantTag.of("");
		for (KaspiEventSource source : KaspiEventSource.values()) {
			meters.payments(merchant, source, false);
			meters.payments(merchant, source, true);
			meters.detection(merchant, source);
		}
		meters.webhookLag(merchant);
		meters.deliveryLag(merchant);
		meters.wait(merchant);
		for (CallerRefusal reason : CallerRefusal.values()) {
			meters.refused(merchant, reason);
		}
		this.bound.add(meters);
	}

	@Override
	public void recorded(KaspiOrderEvent event) {
		if (event instanceof KaspiOrderPaidEvent paid) {
			this.bound.forEach((meters) -> meters.payments(MerchantTag.of(paid.merchant()), paid.source(), paid.late())
				.increment());
		}
	}

	@Override
	public void detected(String merchant, KaspiEventSource source, Duration delay) {
		this.bound.forEach((meters) -> {
			record(meters.detection(MerchantTag.of(merchant), source), delay);
			if (source == KaspiEventSource.WEBHOOK) {
				record(meters.webhookLag(MerchantTag.of(merchant)), delay);
			}
		});
	}

	@Override
	public void delivered(KaspiOrderEvent event) {
		Duration lag = Duration.between(event.occurredAt(), this.clock.get().instant());
		this.bound.forEach((meters) -> record(meters.deliveryLag(MerchantTag.of(event.merchant())), lag));
	}

	@Override
	public void waited(String merchant, Duration wait) {
		this.bound.forEach((meters) -> record(meters.wait(MerchantTag.of(merchant)), wait));
	}

	@Override
	public void callerRefused(String merchant, CallerRefusal reason) {
		this.bound.forEach((meters) -> meters.refused(MerchantTag.of(merchant), reason).increment());
	}

	/**
	 * Kaspi Pay's clock may be ahead of the application's.
	 */
	private static void record(Timer timer, Duration duration) {
		timer.record(duration.isNegative() ? Duration.ZERO : duration);
	}

	/**
	 * The meters of one registry.
	 */
	private static final class Meters {

		private final MeterProvider<Counter> payments;

		private final MeterProvider<Timer> detection;

		private final MeterProvider<Timer> webhookLag;

		private final MeterProvider<Timer> deliveryLag;

		private final MeterProvider<Timer> wait;

		private final MeterProvider<Counter> refused;

		private Meters(MeterRegistry registry) {
			this.payments = Counter.builder("kaspi.pay.payments")
				.description("Payments found, each once")
				.withRegistry(registry);
			this.detection = Timer.builder("kaspi.pay.detection")
				.description("Time from a payment until it was recorded")
				.withRegistry(registry);
			this.webhookLag = Timer.builder("kaspi.pay.webhook.lag")
				.description("Time from a payment until its webhook was received")
				.withRegistry(registry);
			this.deliveryLag = Timer.builder("kaspi.pay.delivery.lag")
				.description("Time from when an event was recorded until it was delivered")
				.withRegistry(registry);
			this.wait = Timer.builder("kaspi.pay.calls.wait")
				.description("Time that calls of users waited for a permit")
				.withRegistry(registry);
			this.refused = Counter.builder("kaspi.pay.callers.refused")
				.description("Requests to the check/pay endpoint that are not Kaspi's")
				.withRegistry(registry);
		}

		private Counter payments(String merchant, KaspiEventSource source, boolean late) {
			return this.payments.withTags(SOURCE, name(source), LATE, Boolean.toString(late), MERCHANT, merchant);
		}

		private Timer detection(String merchant, KaspiEventSource source) {
			return this.detection.withTags(SOURCE, name(source), MERCHANT, merchant);
		}

		private Timer webhookLag(String merchant) {
			return this.webhookLag.withTags(MERCHANT, merchant);
		}

		private Timer deliveryLag(String merchant) {
			return this.deliveryLag.withTags(MERCHANT, merchant);
		}

		private Timer wait(String merchant) {
			return this.wait.withTags(MERCHANT, merchant);
		}

		private Counter refused(String merchant, CallerRefusal reason) {
			return this.refused.withTags(REASON, name(reason), MERCHANT, merchant);
		}

		private static String name(Enum<?> value) {
			return value.name().toLowerCase(Locale.ROOT);
		}

	}

}
