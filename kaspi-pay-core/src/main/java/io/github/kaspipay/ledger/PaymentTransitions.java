/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Instant;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * The payment's part of the state machine: what becomes of an order that is paid.
 */
final class PaymentTransitions {

	private final EntryDraft draft;

	private final KaspiEventSource source;

	private final @Nullable RecordedPayment payment;

	private final Instant now;

	/**
	 * Creates them.
	 * @param payment the payment that Kaspi told of by itself, or {@code null}
	 */
	PaymentTransitions(EntryDraft draft, KaspiEventSource source, @Nullable RecordedPayment payment, Instant now) {
		this.draft = draft;
		this.source = source;
		this.payment = payment;
		this.now = now;
	}

	void book(boolean late) {
		Instant paidAt = (this.draft.paidAt != null) ? this.draft.paidAt : this.now;
		this.draft.paidAt = paidAt;
		this.draft.status = this.draft.hasBookedRefund() ? KaspiOrderStatus.PARTIALLY_REFUNDED : KaspiOrderStatus.PAID;
		this.draft.unconfirmed = null;
		this.draft.closedLocally = false;
		if (this.draft.dispute != null && this.payment == null) {
			// the dispute was about this payment, unless it is one of several
			this.draft.dispute = this.draft.dispute.settled();
		}
		this.draft.events.add(new KaspiOrderPaidEvent(this.draft.eventId("PAID"), this.draft.orderId,
				this.draft.reference, this.draft.amount, this.now, this.source, paidAt, late, this.draft.metadata,
				this.draft.merchant, (this.payment != null) ? this.payment.account() : null,
				(this.payment != null) ? this.payment.transactionId() : null));
	}

}
