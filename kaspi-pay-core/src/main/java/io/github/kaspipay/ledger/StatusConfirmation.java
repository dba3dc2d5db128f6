/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.time.Instant;

import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * A status that the state machine does not believe unseen: Kaspi Pay is asked for it.
 */
final class StatusConfirmation {

	private static final Duration UNCONFIRMED_HELD_FOR = Duration.ofMinutes(10);

	/**
	 * A signed payment that no answer confirms for so long is for a person to look at.
	 */
	private static final Duration UNCONFIRMED_PAYMENT_HELD_FOR = Duration.ofDays(1);

	private final EntryDraft draft;

	private final Instant now;

	StatusConfirmation(EntryDraft draft, Instant now) {
		this.draft = draft;
		this.now = now;
	}

	/**
	 * Has the status queried: at once, unless a webhook repeats a claim that was queried
	 * before.
	 */
	void confirm(StatusReport report) {
		UnconfirmedStatus pending = this.draft.unconfirmed;
		String claim = ClaimId.of(null, report.status(), report.amount(), null);
		if (!report.answered() && this.draft.asked.contains(claim)) {
			if (pending == null) {
				this.draft.unconfirmed = new UnconfirmedStatus(report.status(), this.now);
				pollAt(this.draft.asked.nextAt(this.now));
			}
			return;
		}
		boolean isPending = pending != null && pending.status().equals(report.status());
		if (!report.answered()) {
			this.draft.asked = this.draft.asked.with(claim);
		}
		if (!isPending) {
			this.draft.unconfirmed = new UnconfirmedStatus(report.status(), this.now);
		}
		if (!isPending || !report.answered()) {
			this.draft.nextPollAt = this.now;
		}
	}

	private void pollAt(Instant at) {
		Instant next = at.isBefore(this.now) ? this.now : at;
		if (this.draft.nextPollAt == null || next.isBefore(this.draft.nextPollAt)) {
			this.draft.nextPollAt = next;
		}
	}

	/**
	 * Takes note that Kaspi Pay answered: that settles what it was asked, unless it is
	 * held.
	 */
	void answered(@Nullable Expectation expectation, KaspiOrderStatus answered) {
		if (isAnswered(expectation) && !isHeld(answered)) {
			this.draft.unconfirmed = null;
			this.draft.asked = this.draft.asked.answered(this.now);
		}
	}

	private boolean isAnswered(@Nullable Expectation expectation) {
		UnconfirmedStatus unconfirmed = this.draft.unconfirmed;
		return unconfirmed != null && expectation != null && unconfirmed.status().equals(expectation.unconfirmed());
	}

	/**
	 * Says whether a payment of a closed order is still to be believed though Kaspi Pay's
	 * answer does not show it: what it answers may lag behind what it notifies.
	 */
	private boolean isHeld(KaspiOrderStatus answered) {
		UnconfirmedStatus unconfirmed = this.draft.unconfirmed;
		return unconfirmed != null && this.draft.status.isClosed() && unconfirmed.status().isPaid()
				&& !answered.isPaid() && unconfirmed.since().plus(UNCONFIRMED_HELD_FOR).isAfter(this.now);
	}

	boolean isForAPerson(UnconfirmedStatus payment) {
		return !payment.since().plus(UNCONFIRMED_PAYMENT_HELD_FOR).isAfter(this.now);
	}

}
