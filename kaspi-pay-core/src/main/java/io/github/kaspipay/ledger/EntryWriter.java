/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.outbox.EventDispatch;
import org.jspecify.annotations.Nullable;

/**
 * Changes entries: each is read, changed, and written once with the events that follow.
 * Thread-safe.
 */
final class EntryWriter {

	/**
	 * Writers of the same order come one after the other. More conflicts than this mean
	 * that what is read is not what is written to.
	 */
	private static final int MAX_CONFLICTS = 1000;

	private final LedgerStore store;

	private final Clock clock;

	private final EventDispatch dispatch;

	private final KaspiPayInstrumentation instrumentation;

	EntryWriter(LedgerStore store, Clock clock, EventDispatch dispatch, KaspiPayInstrumentation instrumentation) {
		this.store = store;
		this.clock = clock;
		this.dispatch = dispatch;
		this.instrumentation = instrumentation;
	}

	Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	/**
	 * Tries until an attempt returns something: it returns nothing if the entry was
	 * changed since it was read.
	 */
	<T> T untilWritten(String orderId, Supplier<@Nullable T> attempt) {
		for (int conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
			T result = attempt.get();
			if (result != null) {
				return result;
			}
		}
		throw new IllegalStateException("Order '" + orderId
				+ "' cannot be written: the ledger reads another state of its database than it writes to");
	}

	/**
	 * Changes an order's entry.
	 * @throws IllegalArgumentException if the ledger does not know the order
	 */
	KaspiOrder change(String orderId, Consumer<EntryDraft> change) {
		return untilWritten(orderId, () -> {
			LedgerEntry entry = require(orderId);
			EntryDraft draft = new EntryDraft(entry);
			change.accept(draft);
			LedgerEntry after = draft.toEntry();
			return (!draft.isChanged() || write(LedgerChange.update(entry, after), draft.events)) ? after.order()
					: null;
		});
	}

	LedgerEntry require(String orderId) {
		LedgerEntry entry = this.store.findByOrderId(orderId);
		if (entry == null) {
			throw new IllegalArgumentException("orderId '" + orderId + "' is not in the ledger");
		}
		return entry;
	}

	/**
	 * Writes a change with the events that follow, and has them delivered.
	 * @return {@code false} if an entry was changed since it was read; nothing was
	 * written then
	 */
	boolean write(LedgerChange change, List<KaspiOrderEvent> events) {
		if (events.isEmpty()) {
			return this.store.write(change);
		}
		boolean leased = this.dispatch.accepts();
		boolean written = this.store.write(change.withEvents(events, leased).tracedBy(currentTrace()));
		if (written && leased) {
			this.dispatch.dispatch(events);
		}
		if (written) {
			events.forEach(this::tellRecorded);
		}
		return written;
	}

	/**
	 * Where nobody said when an order was paid, it is not known how long that took.
	 */
	private void tellRecorded(KaspiOrderEvent event) {
		this.instrumentation.tell((monitor) -> monitor.recorded(event));
		if (event instanceof KaspiOrderPaidEvent paid && !paid.paidAt().equals(paid.occurredAt())) {
			this.instrumentation.tell((monitor) -> monitor.detected(paid.merchant(), paid.source(),
					Duration.between(paid.paidAt(), paid.occurredAt())));
		}
	}

	@Nullable String currentTrace() {
		return this.instrumentation.traces().current();
	}

	/**
	 * Returns the entry of an order that comes to be by its payment.
	 */
	LedgerEntry newEntry(KaspiOrder order) {
		return newEntry(order, null, 1, now(), null);
	}

	LedgerEntry newEntry(KaspiOrder order, @Nullable String wireReference, int attempt, Instant recordedAt,
			@Nullable Instant nextPollAt) {
		return new LedgerEntry(order.ofMerchant(this.store.merchant()), wireReference, attempt, false, List.of(), null,
				null, false, recordedAt, nextPollAt, false, 0);
	}

}
