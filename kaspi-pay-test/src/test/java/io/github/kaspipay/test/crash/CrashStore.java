package io.github.kaspipay.test.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.EventDelivery;
import io.github.kaspipay.ledger.KaspiOrderStore;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.QuestionTurn;
import io.github.kaspipay.ledger.RedeliveryPolicy;
import io.github.kaspipay.ledger.WebhookReceipt;
import org.jspecify.annotations.Nullable;

/**
 * The store, with points at which to stop.
 */
class CrashStore implements KaspiOrderStore {

	private final KaspiOrderStore store;

	private final FaultPoints faults;

	CrashStore(KaspiOrderStore store, FaultPoints faults) {
		this.store = store;
		this.faults = faults;
	}

	@Override
	public @Nullable LedgerEntry findByOrderId(String orderId) {
		return this.store.findByOrderId(orderId);
	}

	@Override
	public @Nullable LedgerEntry findByReference(String reference) {
		return this.store.findByReference(reference);
	}

	@Override
	public boolean insert(LedgerEntry entry, List<KaspiOrderEvent> events, @Nullable WebhookReceipt receipt) {
		return this.store.insert(entry, events, receipt);
	}

	@Override
	public boolean update(LedgerEntry before, LedgerEntry after, List<KaspiOrderEvent> events,
			@Nullable WebhookReceipt receipt) {
		this.faults.beginIntake((receipt != null) ? after.order().reference() : null);
		try {
			return this.store.update(before, after, events, receipt);
		}
		finally {
			this.faults.end();
		}
	}

	@Override
	public void record(WebhookReceipt receipt) {
		this.store.record(receipt);
	}

	@Override
	public void delete(LedgerEntry entry) {
		this.store.delete(entry);
	}

	@Override
	public boolean hasDue() {
		return this.store.hasDue();
	}

	@Override
	public QuestionTurn beginQuestion(String orderId, String asker, Duration sharedFor) {
		return this.store.beginQuestion(orderId, asker, sharedFor);
	}

	@Override
	public void endQuestion(String orderId, String asker, boolean answered) {
		this.store.endQuestion(orderId, asker, answered);
	}

	@Override
	public void askFirst(String orderId) {
		this.store.askFirst(orderId);
	}

	@Override
	public List<LedgerEntry> claimDue(Instant since, int max, Function<LedgerEntry, @Nullable Duration> pause) {
		List<LedgerEntry> claimed = this.store.claimDue(since, max, pause);
		claimed.forEach((entry) -> this.faults.claimed(entry.order().orderId(), entry.order().reference()));
		return claimed;
	}

	@Override
	public @Nullable EventDelivery deliverNext(Consumer<KaspiOrderEvent> listener, RedeliveryPolicy policy) {
		try {
			return this.store.deliverNext(listener, policy);
		}
		finally {
			this.faults.end();
		}
	}

	@Override
	public List<KaspiOrderEvent> findParked() {
		return this.store.findParked();
	}

	@Override
	public boolean unpark(String eventId) {
		return this.store.unpark(eventId);
	}

	@Override
	public void clean() {
		this.store.clean();
	}

}
