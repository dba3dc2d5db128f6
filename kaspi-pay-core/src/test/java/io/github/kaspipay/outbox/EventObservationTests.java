/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.CallersThread;
import io.github.kaspipay.Observed;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.observation.KaspiEventContext;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.observation.KaspiPayMonitor;
import io.github.kaspipay.testsupport.MutableClock;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code kaspi.pay.event} says of each delivery.
 */
class EventObservationTests {

	private final MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");

	private final InMemoryEventOutbox outbox = new InMemoryEventOutbox(this.clock);

	private final Observed observed = new Observed("kaspi.pay.event");

	private final List<String> delivered = new ArrayList<>();

	private final List<@Nullable Observation> currentInListener = new ArrayList<>();

	private @Nullable RuntimeException failure;

	private final KaspiEventDispatcher dispatcher = new KaspiEventDispatcher(this.outbox, this::publish,
			new RedeliveryPolicy(2, Duration.ofSeconds(1), Duration.ofMinutes(1)), new CallersThread(),
			Duration.ofMinutes(1),
			KaspiPayInstrumentation.builder().registry(this.observed.registry).monitors(List.of(new KaspiPayMonitor() {

				@Override
				public void delivered(KaspiOrderEvent event) {
					EventObservationTests.this.delivered.add(event.eventId());
				}

			})).build());

	private void publish(Object event) {
		this.currentInListener.add(this.observed.registry.getCurrentObservation());
		if (this.failure != null) {
			throw this.failure;
		}
	}

	@Test
	void saysWhatWasDelivered() {
		write("ORD-1");
		assertThat(said()).containsExactly("PAID delivered ORD-1 ORD-1:PAID default");
		assertThat(this.delivered).containsExactly("ORD-1:PAID");
		assertThat(this.observed.contexts.get(0).getError()).isNull();
	}

	@Test
	void listenersRunInItsScopeAndNothingElseDoes() {
		write("ORD-1");
		assertThat(this.currentInListener).singleElement()
			.satisfies((current) -> assertThat(current.getContextView()).isInstanceOf(KaspiEventContext.class));
		assertThat(this.observed.registry.getCurrentObservation()).isNull();
	}

	@Test
	void saysThatAListenerFailedUntilTheEventIsParked() {
		this.failure = new IllegalStateException("no stock");
		write("ORD-1");
		this.clock.advance(Duration.ofMinutes(1));
		this.dispatcher.sweep();
		assertThat(said()).containsExactly("PAID failed ORD-1 ORD-1:PAID default",
				"PAID parked ORD-1 ORD-1:PAID default");
		assertThat(this.observed.contexts).extracting(Observation.Context::getError).containsOnly(this.failure);
		assertThat(this.delivered).isEmpty();
		assertThat(this.observed.registry.getCurrentObservation()).isNull();
	}

	@Test
	void saysNothingWhereNobodyIsCalled() {
		this.dispatcher.dispatch(List.of(event("ORD-1")));
		assertThat(said()).isEmpty();
	}

	@Test
	void knowsTheTracesThatLedToIt() {
		this.outbox.add(List.of(event("ORD-1")), false, List.of("00-a-b-01", "00-c-d-01"));
		this.dispatcher.sweep();
		assertThat(this.observed.contexts).singleElement()
			.satisfies((context) -> assertThat(((KaspiEventContext) context).getCauses()).containsExactly("00-a-b-01",
					"00-c-d-01"));
	}

	@Test
	void handlersThatFailChangeNothing() {
		this.observed.registry.observationConfig().observationHandler(new Failing());
		write("ORD-1");
		assertThat(this.delivered).containsExactly("ORD-1:PAID");
		this.dispatcher.sweep();
		assertThat(this.currentInListener).hasSize(1);
	}

	private List<String> said() {
		return this.observed.said("kind", "outcome", "order.id", "event.id", "merchant");
	}

	private void write(String orderId) {
		this.outbox.add(List.of(event(orderId)), true, List.of());
		this.dispatcher.dispatch(List.of(event(orderId)));
	}

	private static KaspiOrderEvent event(String orderId) {
		return new KaspiOrderPaidEvent(orderId + ":PAID", orderId, null, BigDecimal.TEN, Instant.EPOCH,
				KaspiEventSource.WEBHOOK, Instant.EPOCH, false);
	}

	private static final class Failing implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			throw new IllegalStateException("start");
		}

		@Override
		public void onStop(Observation.Context context) {
			throw new IllegalStateException("stop");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
