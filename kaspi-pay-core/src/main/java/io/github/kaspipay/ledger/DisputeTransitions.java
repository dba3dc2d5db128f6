/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.ledger.LedgerEntry.Dispute;
import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * The disputes' part of the state machine: what does not fit is disputed, each claim
 * once, until a person accepts or dismisses it.
 */
final class DisputeTransitions {

	private final EntryDraft draft;

	private final KaspiEventSource source;

	private final @Nullable RecordedPayment payment;

	private final Instant now;

	private final StatusConfirmation confirmation;

	/**
	 * Creates them.
	 * @param payment the payment that Kaspi told of by itself, the order's latest one to
	 * settle a dispute, or {@code null}
	 */
	DisputeTransitions(EntryDraft draft, KaspiEventSource source, @Nullable RecordedPayment payment, Instant now) {
		this.draft = draft;
		this.source = source;
		this.payment = payment;
		this.now = now;
		this.confirmation = new StatusConfirmation(draft, now);
	}

	void raise(Reason reason, KaspiOrderStatus status, @Nullable BigDecimal amount) {
		String claim = ClaimId.of(reason, status, amount, this.payment);
		Dispute before = this.draft.dispute;
		if (before != null && before.claims().contains(claim)) {
			return;
		}
		List<String> claims = new ArrayList<>((before != null) ? before.claims() : List.of());
		claims.add(claim);
		this.draft.dispute = new Dispute(reason, status, amount, this.now, true, claims);
		this.draft.events.add(new KaspiOrderDisputedEvent(this.draft.eventId("DISPUTED:" + claim), this.draft.orderId,
				this.draft.reference, this.draft.amount, this.now, this.source, reason, status, amount,
				this.draft.metadata, this.draft.merchant, (this.payment != null) ? this.payment.account() : null,
				(this.payment != null) ? this.payment.transactionId() : null));
	}

	/**
	 * Raises a dispute if Kaspi Pay was asked and said the same again. Otherwise it is
	 * asked.
	 */
	void raiseIfConfirmed(StatusReport report, Reason reason) {
		Expectation expectation = report.expectation();
		KaspiOrderStatus expected = (expectation != null) ? expectation.unconfirmed() : null;
		boolean confirmed = expected != null
				&& ((reason == Reason.STATUS_CONFLICT) ? expected.isClosed() : expected.equals(report.status()));
		if (confirmed) {
			raise(reason, report.status(), report.amount());
		}
		else if (!isAlreadyDisputed(reason, report.status())) {
			this.confirmation.confirm(report);
		}
	}

	private boolean isAlreadyDisputed(Reason reason, KaspiOrderStatus status) {
		Dispute dispute = this.draft.dispute;
		return dispute != null && dispute.reason() == reason && dispute.status().equals(status);
	}

	/**
	 * Settles a dispute in favour of the payment.
	 */
	void accept() {
		Dispute dispute = requireOpen();
		this.draft.dispute = dispute.settled();
		boolean paidBefore = this.draft.status.isPaid();
		boolean ofPayment = dispute.status().equals(KaspiOrderStatus.PAID)
				|| (dispute.status().isRefund() && !paidBefore);
		boolean ofAnother = paidBefore && this.payment != null;
		if (ofPayment && dispute.amount() != null && !ofAnother) {
			this.draft.amount = dispute.amount();
		}
		if (!paidBefore) {
			new PaymentTransitions(this.draft, this.source, this.payment, this.now).book(this.draft.status.isClosed());
		}
		if (dispute.status().isRefund()) {
			this.confirmation.confirm(new StatusReport(dispute.status(), dispute.amount(), true));
		}
		this.draft.settleSchedule();
	}

	/**
	 * Settles a dispute against what was claimed.
	 */
	void dismiss() {
		this.draft.dispute = requireOpen().settled();
		if (this.draft.status.isOpen() && this.draft.nextPollAt == null) {
			this.draft.nextPollAt = this.now;
		}
	}

	private Dispute requireOpen() {
		Dispute dispute = this.draft.dispute;
		if (dispute == null || !dispute.open()) {
			throw new IllegalStateException("Order '" + this.draft.orderId + "' is not disputed");
		}
		return dispute;
	}

}
