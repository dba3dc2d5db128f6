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
import io.github.kaspipay.ledger.EventDelivery;
import io.github.kaspipay.ledger.KaspiOrderStore;
import io.github.kaspipay.ledger.RedeliveryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Takes events from a store as the dispatcher does.
 */
final class Deliveries {

	static final RedeliveryPolicy POLICY = new RedeliveryPolicy(3, Duration.ofSeconds(10), Duration.ofSeconds(15));

	private final KaspiOrderStore store;

	Deliveries(KaspiOrderStore store) {
		this.store = store;
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
		EventDelivery delivery = next(listener);
		while (delivery != null) {
			delivery = next(listener);
		}
	}

	@Nullable EventDelivery next(Consumer<KaspiOrderEvent> listener) {
		return this.store.deliverNext(listener, POLICY);
	}

	EventDelivery failNext() {
		EventDelivery delivery = next((event) -> {
			throw new IllegalStateException("listener");
		});
		return Objects.requireNonNull(delivery);
	}

	/**
	 * Does the same on several threads at once.
	 */
	static <T> List<T> together(int threads, Callable<T> work) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> future : executor.invokeAll(Collections.nCopies(threads, work))) {
				results.add(future.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

}
