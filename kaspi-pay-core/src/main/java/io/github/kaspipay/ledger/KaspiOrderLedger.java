/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.outbox.EventDispatch;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each order. Each report of an order's status, from a webhook, a poll
 * or an answer, goes through {@link #observe}: the order is read once, changed, and
 * written once with the events that follow. Thread-safe.
 */
public class KaspiOrderLedger {

	private final LedgerStore store;

	private final EntryWriter writer;

	private final ObservationRecorder observations;

	private final CreationRecorder creations;

	private final RefundRecorder refunds;

	private final UnrecordedAnswers unrecorded = new UnrecordedAnswers();

	/**
	 * Creates the ledger.
	 * @param store keeps the entries
	 * @param clock the clock
	 * @param dispatch delivers the events that were written
	 */
	public KaspiOrderLedger(LedgerStore store, Clock clock, EventDispatch dispatch) {
		this(store, clock, dispatch, null);
	}

	/**
	 * Creates the ledger of a store that does not keep orders for ever. An order it does
	 * not know and that is older may have been handled: it is taken in without events.
	 * @param store keeps the entries
	 * @param clock the clock
	 * @param dispatch delivers the events that were written
	 * @param retention how long the store keeps settled orders, or {@code null} for ever
	 */
	public KaspiOrderLedger(LedgerStore store, Clock clock, EventDispatch dispatch, @Nullable Duration retention) {
		this(store, clock, dispatch, retention, KaspiPayInstrumentation.NONE);
	}

	/**
	 * Creates the ledger of a store that does not keep orders for ever, with who counts
	 * and traces what is recorded.
	 * @param store keeps the entries
	 * @param clock the clock
	 * @param dispatch delivers the events that were written
	 * @param retention how long the store keeps settled orders, or {@code null} for ever
	 * @param instrumentation is told of what was recorded
	 */
	public KaspiOrderLedger(LedgerStore store, Clock clock, EventDispatch dispatch, @Nullable Duration retention,
			KaspiPayInstrumentation instrumentation) {
		EntryWriter writer = new EntryWriter(store, clock, dispatch, instrumentation);
		EntryReferences references = new EntryReferences(store, writer);
		this.store = store;
		this.writer = writer;
		this.observations = new ObservationRecorder(store, writer, references, retention, instrumentation);
		this.creations = new CreationRecorder(store, writer, references);
		this.refunds = new RefundRecorder(store, writer);
	}

	/**
	 * Records what is observed of an order, and the events that follow from it.
	 * @param observation what is observed
	 * @return what became of it
	 */
	public ObservationOutcome observe(OrderObservation observation) {
		return this.observations.observe(observation);
	}

	/**
	 * Looks an entry up.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the entry, or {@code null}
	 */
	public @Nullable LedgerEntry findByOrderId(String orderId) {
		return this.store.findByOrderId(orderId);
	}

	/**
	 * Forgets an orphan that Kaspi Pay does not know.
	 * @param entry the entry as it was claimed
	 */
	public void forget(LedgerEntry entry) {
		if (entry.isOrphan()) {
			this.store.delete(entry);
		}
	}

	/**
	 * Imports an order that was created before the ledger was there, without events: what
	 * happened to it is taken for handled. What happens to it from now on is published.
	 * Does nothing if the ledger knows the order.
	 * @param order the order, with its id, amount and status, and with what was refunded
	 * @return the order as the ledger has it
	 * @throws IllegalArgumentException if the order has no id
	 */
	public KaspiOrder adopt(KaspiOrder order) {
		return this.observations.adopt(order);
	}

	/**
	 * Settles by hand a refund whose outcome Kaspi Pay's answers do not tell. Look it up
	 * at Kaspi Pay first.
	 * @param orderId Kaspi Pay's id of the order
	 * @param happened whether the refund happened
	 * @return whether a refund of the order was in doubt
	 * @throws IllegalArgumentException if the ledger does not know the order
	 * @throws KaspiOperationInProgressException if the refund may be under way still: it
	 * was sent less than 90 seconds ago
	 */
	public boolean settleRefund(String orderId, boolean happened) {
		return this.refunds.settleRefund(orderId, happened);
	}

	/**
	 * Says by hand how much was refunded elsewhere, as in Kaspi Pay's dashboard, where
	 * the ledger knows only that something was.
	 * @param orderId Kaspi Pay's id of the order
	 * @param amount what these refunds gave back altogether, in ₸: more than 0, and less
	 * than what else is left
	 * @return the order
	 * @throws IllegalArgumentException if the ledger does not know the order, all its
	 * refunds are of known amount, or the amount is out of its range
	 */
	public KaspiOrder settleRefundedAmount(String orderId, BigDecimal amount) {
		return this.refunds.settleRefundedAmount(orderId, amount);
	}

	/**
	 * Records what Kaspi Pay accepted while the ledger could not be written. Call it now
	 * and then.
	 */
	public void recordUnrecorded() {
		this.unrecorded.retry();
	}

	/**
	 * Says whether an attempt's payment was told to the application and not given back.
	 * @param entry the entry
	 * @return whether another attempt of the same reference may not be paid too
	 */
	public static boolean isPaidAttempt(LedgerEntry entry) {
		return entry.order().isPaid() && !entry.order().status().equals(KaspiOrderStatus.REFUNDED);
	}

	List<LedgerEntry> findByReference(String reference) {
		return this.store.findByReference(reference);
	}

	LedgerStore store() {
		return this.store;
	}

	EntryWriter writer() {
		return this.writer;
	}

	ObservationRecorder observations() {
		return this.observations;
	}

	CreationRecorder creations() {
		return this.creations;
	}

	RefundRecorder refunds() {
		return this.refunds;
	}

	UnrecordedAnswers unrecorded() {
		return this.unrecorded;
	}

}
