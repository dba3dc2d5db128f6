/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.outbox.EventOutbox;
import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Takes events from an outbox as the dispatcher does.
 */
final class Deliveries {

	static final RedeliveryPolicy POLICY = new RedeliveryPolicy(3, Duration.ofSeconds(10), Duration.ofSeconds(15));

	private final EventOutbox outbox;

	Deliveries(EventOutbox outbox) {
		this.outbox = outbox;
	}

	/**
	 * Delivers all that is due to a listener that throws nothing.
	 */
	List<KaspiOrderEvent> all() {
		List<KaspiOrderEvent> delivered = new ArrayList<>();
		to(delivered::add);
		return delivered;
	}

	/**
	 * Delivers all that is due.
	 */
	void to(Consumer<KaspiOrderEvent> listener) {
		Delivery delivery = next(listener);
		while (delivery != null) {
			delivery = next(listener);
		}
	}

	@Nullable Delivery next(Consumer<KaspiOrderEvent> listener) {
		List<LeasedEvent> claimed = claim(1);
		return claimed.isEmpty() ? null : deliver(claimed.get(0), listener);
	}

	List<LeasedEvent> claim(int max) {
		return this.outbox.claimDue(max, List.of(), POLICY);
	}

	LeasedEvent claimOne() {
		List<LeasedEvent> claimed = claim(2);
		if (claimed.size() != 1) {
			throw new AssertionError("Not one event is due, but " + claimed);
		}
		return claimed.get(0);
	}

	Delivery deliver(LeasedEvent leased, Consumer<KaspiOrderEvent> listener) {
		try {
			boolean called = this.outbox.deliver(leased, (event, causes) -> listener.accept(event));
			if (!called) {
				this.outbox.release(List.of(leased));
			}
			return new Delivery(leased.event(), leased.attempt(), called, null, false);
		}
		catch (RuntimeException | Error ex) {
			Duration pause = POLICY.repeatsAfter(leased.attempt()) ? POLICY.pauseAfter(leased.attempt()) : null;
			this.outbox.putOff(leased, pause, "Listener threw " + ex);
			return new Delivery(leased.event(), leased.attempt(), true, ex, pause == null);
		}
	}

	Delivery failNext() {
		Delivery delivery = next((event) -> {
			throw new IllegalStateException("listener");
		});
		return Objects.requireNonNull(delivery);
	}

	/**
	 * Does the same on several threads at once.
	 */
	static <T> List<T> together(int threads, Callable<T> work) throws Exception {
		return together(Collections.nCopies(threads, work));
	}

	/**
	 * Does each on a thread of its own, at once.
	 */
	static <T> List<T> together(List<Callable<T>> works) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(works.size());
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> future : executor.invokeAll(works)) {
				results.add(future.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * What became of an attempt.
	 */
	record Delivery(KaspiOrderEvent event, int attempt, boolean called, @Nullable Throwable failure, boolean parked) {

	}

}
