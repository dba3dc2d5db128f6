/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger holds of one order. Immutable. Internal: it may change in any release.
 *
 * @param order what is known of the order; its id is empty while its creation is open
 * @param wireReference the reference that Kaspi Pay knows the order by, or {@code null}
 * where it is not known; differs from the order's own for a further attempt
 * @param attempt which attempt to be paid this is under the order's reference, from 1
 * @param superseded whether there is a later attempt
 * @param refunds the order's refunds, oldest first
 * @param unconfirmed a status that Kaspi Pay has yet to confirm, or that of a creation in
 * doubt; {@code null} if there is none
 * @param dispute the latest dispute, or {@code null} if there was none
 * @param closedLocally whether the order was closed because nobody paid in time, and not
 * by Kaspi Pay
 * @param recordedAt when the ledger first knew of the order
 * @param nextPollAt when the order is polled next, or {@code null} for never
 * @param expedited whether the order is at the head of the poll queue
 * @param version grows by 1 with every change
 * @param asked the unconfirmed statuses that were queried
 * @param schedule how the order is polled by the answer to its creation, or {@code null}
 * as any other
 */
public record LedgerEntry(KaspiOrder order, @Nullable String wireReference, int attempt, boolean superseded,
		List<RefundEntry> refunds, @Nullable UnconfirmedStatus unconfirmed, @Nullable Dispute dispute,
		boolean closedLocally, Instant recordedAt, @Nullable Instant nextPollAt, boolean expedited, long version,
		AskedClaims asked, @Nullable PollingSchedule schedule) {

	/**
	 * Creates an entry.
	 * @param order what is known of the order
	 * @param wireReference the reference that Kaspi Pay knows the order by, or
	 * {@code null}
	 * @param attempt which attempt this is, from 1
	 * @param superseded whether there is a later attempt
	 * @param refunds the order's refunds, oldest first
	 * @param unconfirmed a status that Kaspi Pay has yet to confirm, or {@code null}
	 * @param dispute the latest dispute, or {@code null}
	 * @param closedLocally whether the order was closed because nobody paid in time
	 * @param recordedAt when the ledger first knew of the order
	 * @param nextPollAt when the order is polled next, or {@code null}
	 * @param expedited whether the order is at the head of the poll queue
	 * @param version grows by 1 with every change
	 * @param asked the unconfirmed statuses that were queried
	 * @param schedule how the order is polled by the answer to its creation, or
	 * {@code null}
	 */
	public LedgerEntry {
		refunds = List.copyOf(refunds);
	}

	/**
	 * Creates an entry of which nothing was claimed yet.
	 * @param order what is known of the order
	 * @param wireReference the reference that Kaspi Pay knows the order by, or
	 * {@code null}
	 * @param attempt which attempt this is, from 1
	 * @param superseded whether there is a later attempt
	 * @param refunds the order's refunds, oldest first
	 * @param unconfirmed a status that Kaspi Pay has yet to confirm, or {@code null}
	 * @param dispute the latest dispute, or {@code null}
	 * @param closedLocally whether the order was closed because nobody paid in time
	 * @param recordedAt when the ledger first knew of the order
	 * @param nextPollAt when the order is polled next, or {@code null}
	 * @param expedited whether the order is at the head of the poll queue
	 * @param version grows by 1 with every change
	 */
	public LedgerEntry(KaspiOrder order, @Nullable String wireReference, int attempt, boolean superseded,
			List<RefundEntry> refunds, @Nullable UnconfirmedStatus unconfirmed, @Nullable Dispute dispute,
			boolean closedLocally, Instant recordedAt, @Nullable Instant nextPollAt, boolean expedited, long version) {
		this(order, wireReference, attempt, superseded, refunds, unconfirmed, dispute, closedLocally, recordedAt,
				nextPollAt, expedited, version, AskedClaims.NONE, null);
	}

	/**
	 * Returns the entry after it was claimed for a poll.
	 * @param nextPollAt when the order is due again, or {@code null} for never
	 * @return the entry with that time, not expedited, one version on
	 */
	public LedgerEntry claimed(@Nullable Instant nextPollAt) {
		return new LedgerEntry(this.order, this.wireReference, this.attempt, this.superseded, this.refunds,
				this.unconfirmed, this.dispute, this.closedLocally, this.recordedAt, nextPollAt, false,
				this.version + 1, this.asked, this.schedule);
	}

	/**
	 * Says whether this is only an intent: the order's creation was sent, or is about to
	 * be, and no answer is known.
	 * @return whether the order has no id yet
	 */
	public boolean isIntent() {
		return this.order.orderId().isEmpty();
	}

	/**
	 * Says whether the order was only reported, and Kaspi Pay has yet to confirm it.
	 * @return whether nothing of it is confirmed
	 */
	public boolean isOrphan() {
		return !isIntent() && this.order.status().equals(KaspiOrderStatus.UNKNOWN);
	}

	/**
	 * Says whether nothing is expected of the order any more.
	 * @return whether it is neither open nor polled nor disputed
	 */
	public boolean isSettled() {
		return !isIntent() && !this.order.isOpen() && this.nextPollAt == null && this.unconfirmed == null
				&& pendingRefund() == null && !this.order.disputed();
	}

	/**
	 * Returns the refund whose outcome is open.
	 * @return the refund, or {@code null} if there is none
	 */
	public @Nullable RefundEntry pendingRefund() {
		return RefundEntry.pending(this.refunds);
	}

	boolean hasOtherAttempts() {
		return this.superseded || this.attempt > 1;
	}

	LedgerEntry expedite(Instant now) {
		Instant next = (this.nextPollAt != null && this.nextPollAt.isAfter(now)) ? now : this.nextPollAt;
		return new LedgerEntry(this.order, this.wireReference, this.attempt, this.superseded, this.refunds,
				this.unconfirmed, this.dispute, this.closedLocally, this.recordedAt, next, true, this.version,
				this.asked, this.schedule);
	}

	LedgerEntry asExpedited() {
		return new LedgerEntry(this.order, this.wireReference, this.attempt, this.superseded, this.refunds,
				this.unconfirmed, this.dispute, this.closedLocally, this.recordedAt, this.nextPollAt, true,
				this.version, this.asked, this.schedule);
	}

	LedgerEntry asSuperseded() {
		return new LedgerEntry(this.order, this.wireReference, this.attempt, true, this.refunds, this.unconfirmed,
				this.dispute, this.closedLocally, this.recordedAt, this.nextPollAt, this.expedited, this.version,
				this.asked, this.schedule);
	}

	LedgerEntry withVersion(long version) {
		return new LedgerEntry(this.order, this.wireReference, this.attempt, this.superseded, this.refunds,
				this.unconfirmed, this.dispute, this.closedLocally, this.recordedAt, this.nextPollAt, this.expedited,
				version, this.asked, this.schedule);
	}

	/**
	 * A status that Kaspi Pay has yet to confirm.
	 *
	 * @param status the status
	 * @param since when it was first heard
	 */
	public record UnconfirmedStatus(KaspiOrderStatus status, Instant since) {

	}

	/**
	 * What Kaspi Pay said that does not fit.
	 *
	 * @param reason what does not fit
	 * @param status the status Kaspi Pay said
	 * @param amount the amount Kaspi Pay said, in ₸, or {@code null} if it said none
	 * @param since when it was said
	 * @param open whether nobody settled it yet
	 * @param claims ids of all claims that were disputed so far, each once
	 */
	public record Dispute(Reason reason, KaspiOrderStatus status, @Nullable BigDecimal amount, Instant since,
			boolean open, List<String> claims) {

		/**
		 * Creates a dispute.
		 * @param reason what does not fit
		 * @param status the status Kaspi Pay said
		 * @param amount the amount Kaspi Pay said, in ₸, or {@code null} if it said none
		 * @param since when it was said
		 * @param open whether nobody settled it yet
		 * @param claims ids of all claims that were disputed so far, each once
		 */
		public Dispute {
			claims = List.copyOf(claims);
		}

		Dispute settled() {
			return new Dispute(this.reason, this.status, this.amount, this.since, false, this.claims);
		}

	}

}
