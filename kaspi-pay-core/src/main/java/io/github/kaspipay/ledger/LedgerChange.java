/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.util.List;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * A change of the ledger: all of it is written, in one transaction, or nothing. Internal:
 * it may change in any release.
 *
 * @param before the entry as it was read, or {@code null} if it is new
 * @param after the entry as it is to be; its version is ignored
 * @param events the events that follow
 * @param eventsLeased whether the writer delivers the events itself, at once: they are
 * written as its first attempt
 * @param receipt the webhook that caused it, or {@code null}
 * @param absorbed an intent that turned out to be the same order and is removed, as it
 * was read, or {@code null}
 * @param superseded an earlier attempt of the same reference, as it was read, or
 * {@code null}: it is marked as having a later one
 * @param onlyPaidAttempt whether it may only be written while no other attempt of the
 * same reference is paid
 * @param traceparent the trace in which the change is made, as W3C has it, or
 * {@code null}: kept with the events, and with an intent
 * @param payment the payment that caused it, or {@code null}: it may only be written
 * while this payment is not recorded yet
 */
public record LedgerChange(@Nullable LedgerEntry before, LedgerEntry after, List<KaspiOrderEvent> events,
		boolean eventsLeased, @Nullable WebhookReceipt receipt, @Nullable LedgerEntry absorbed,
		@Nullable LedgerEntry superseded, boolean onlyPaidAttempt, @Nullable String traceparent,
		@Nullable RecordedPayment payment) {

	/**
	 * Makes a change that inserts an entry, without events.
	 * @param entry the entry
	 * @return the change
	 */
	public static LedgerChange insert(LedgerEntry entry) {
		return new LedgerChange(null, entry, List.of(), false, null, null, null, false, null, null);
	}

	/**
	 * Makes a change that updates an entry, without events.
	 * @param before the entry as it was read
	 * @param after the entry as it is to be
	 * @return the change
	 */
	public static LedgerChange update(LedgerEntry before, LedgerEntry after) {
		return new LedgerChange(before, after, List.of(), false, null, null, null, false, null, null);
	}

	/**
	 * Adds the events that follow.
	 * @param events the events
	 * @param leased whether the writer delivers them itself
	 * @return the change
	 */
	public LedgerChange withEvents(List<KaspiOrderEvent> events, boolean leased) {
		return new LedgerChange(this.before, this.after, List.copyOf(events), leased, this.receipt, this.absorbed,
				this.superseded, this.onlyPaidAttempt, this.traceparent, this.payment);
	}

	/**
	 * Adds the webhook that caused it.
	 * @param receipt the webhook, or {@code null}
	 * @return the change
	 */
	public LedgerChange causedBy(@Nullable WebhookReceipt receipt) {
		return new LedgerChange(this.before, this.after, this.events, this.eventsLeased, receipt, this.absorbed,
				this.superseded, this.onlyPaidAttempt, this.traceparent, this.payment);
	}

	/**
	 * Says whether it is one new row and nothing else.
	 * @return whether no other row is written or looked at
	 */
	public boolean isSingleInsert() {
		return equals(insert(this.after).tracedBy(this.traceparent)) && this.after.refunds().isEmpty();
	}

	LedgerChange absorbing(LedgerEntry intent) {
		return new LedgerChange(this.before, this.after, this.events, this.eventsLeased, this.receipt, intent,
				this.superseded, this.onlyPaidAttempt, this.traceparent, this.payment);
	}

	LedgerChange superseding(@Nullable LedgerEntry attempt) {
		return new LedgerChange(this.before, this.after, this.events, this.eventsLeased, this.receipt, this.absorbed,
				attempt, this.onlyPaidAttempt, this.traceparent, this.payment);
	}

	LedgerChange asOnlyPaidAttempt(boolean onlyPaid) {
		return new LedgerChange(this.before, this.after, this.events, this.eventsLeased, this.receipt, this.absorbed,
				this.superseded, onlyPaid, this.traceparent, this.payment);
	}

	/**
	 * Adds the trace in which the change is made.
	 * @param traceparent the trace as a W3C {@code traceparent}, or {@code null}
	 * @return the change
	 */
	public LedgerChange tracedBy(@Nullable String traceparent) {
		return new LedgerChange(this.before, this.after, this.events, this.eventsLeased, this.receipt, this.absorbed,
				this.superseded, this.onlyPaidAttempt, traceparent, this.payment);
	}

	LedgerChange causedBy(RecordedPayment payment) {
		return new LedgerChange(this.before, this.after, this.events, this.eventsLeased, this.receipt, this.absorbed,
				this.superseded, this.onlyPaidAttempt, this.traceparent, payment);
	}

}
