/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.github.kaspipay.autoconfigure.merchant.NamedMerchant;
import io.github.kaspipay.ledger.LedgerFigures;
import io.github.kaspipay.ledger.LedgerFiguresCache;
import io.github.kaspipay.observation.MerchantTag;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.token.KaspiTokenProvider;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Shows how things stand with a merchant. Asks nobody while it is looked at: what is in
 * the database is read by a thread of its own, and what is not known is {@code NaN}.
 */
class KaspiPayGauges implements MeterBinder {

	private static final Duration READ_EVERY = Duration.ofSeconds(15);

	/**
	 * Figures older than that say nothing of the present.
	 */
	private static final Duration BELIEVED_FOR = Duration.ofMinutes(2);

	private final String merchant;

	private final Supplier<@Nullable LedgerFiguresCache> figures;

	private final Supplier<@Nullable CallWindow> calls;

	private final Supplier<@Nullable KaspiTokenProvider> tokens;

	private final Clock clock;

	/**
	 * Creates the gauges.
	 * @param merchant the merchant's name, empty for the default one
	 * @param figures reads the ledger's figures
	 * @param calls counts the calls
	 * @param tokens gives the access token
	 * @param clock the clock of the tokens
	 */
	KaspiPayGauges(String merchant, Supplier<@Nullable LedgerFiguresCache> figures,
			Supplier<@Nullable CallWindow> calls, Supplier<@Nullable KaspiTokenProvider> tokens, Clock clock) {
		this.merchant = merchant;
		this.figures = figures;
		this.calls = calls;
		this.tokens = tokens;
		this.clock = clock;
	}

	static KaspiPayGauges of(NamedMerchant merchant, Clock clock) {
		return new KaspiPayGauges(merchant.name(), merchant::figures, merchant::window, merchant::tokens, clock);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Tags merchant = Tags.of("merchant", MerchantTag.of(this.merchant));
		number(registry, "kaspi.pay.events.pending", "Events neither delivered nor parked", merchant,
				LedgerFigures::pendingEvents);
		number(registry, "kaspi.pay.events.parked", "Events whose delivery was given up", merchant,
				LedgerFigures::parkedEvents);
		time(registry, "kaspi.pay.events.oldest", "Age of the oldest pending event", merchant,
				LedgerFigures::oldestPendingEvent);
		number(registry, "kaspi.pay.orders.open", "Open orders", merchant, LedgerFigures::openOrders);
		number(registry, "kaspi.pay.orders.disputed", "Disputed orders", merchant, LedgerFigures::disputedOrders);
		number(registry, "kaspi.pay.refunds.in.doubt", "Orders with a refund in doubt", merchant,
				LedgerFigures::refundsInDoubt);
		time(registry, "kaspi.pay.polls.overdue", "How long the most overdue poll has been due", merchant,
				LedgerFigures::mostOverduePoll);
		gauge(registry, "kaspi.pay.calls.available", "Calls a user could make now", merchant, this::available);
		TimeGauge.builder("kaspi.pay.token.age", this::tokenAge, TimeUnit.SECONDS)
			.description("Time since this instance got its access token")
			.tags(merchant)
			.register(registry);
	}

	private void number(MeterRegistry registry, String name, String description, Tags tags,
			ToDoubleFunction<LedgerFigures> figure) {
		gauge(registry, name, description, tags, () -> read(figure));
	}

	private void time(MeterRegistry registry, String name, String description, Tags tags,
			Function<LedgerFigures, Duration> figure) {
		TimeGauge.builder(name, () -> read((figures) -> figure.apply(figures).toMillis() / 1000.0), TimeUnit.SECONDS)
			.description(description)
			.tags(tags)
			.register(registry);
	}

	private static void gauge(MeterRegistry registry, String name, String description, Tags tags,
			Supplier<Number> value) {
		Gauge.builder(name, value).description(description).tags(tags).register(registry);
	}

	private double read(ToDoubleFunction<LedgerFigures> figure) {
		LedgerFiguresCache cache = this.figures.get();
		LedgerFiguresCache.Reading reading = (cache != null) ? cache.latest(READ_EVERY) : null;
		return (reading != null && reading.age().compareTo(BELIEVED_FOR) < 0) ? figure.applyAsDouble(reading.figures())
				: Double.NaN;
	}

	private double available() {
		CallWindow window = this.calls.get();
		Integer available = (window != null) ? window.available() : null;
		return (available != null) ? available : Double.NaN;
	}

	private double tokenAge() {
		KaspiTokenProvider provider = this.tokens.get();
		Instant obtainedAt = (provider != null) ? provider.obtainedAt() : null;
		return (obtainedAt != null) ? Duration.between(obtainedAt, this.clock.instant()).toMillis() / 1000.0
				: Double.NaN;
	}

}
