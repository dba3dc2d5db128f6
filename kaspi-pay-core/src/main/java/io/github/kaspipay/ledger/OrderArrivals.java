/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.CreateAnswer;
import org.jspecify.annotations.Nullable;

/**
 * How an order comes into the ledger other than by what is observed of it: as the answer
 * to an intent, as the order that an intent turned out to be, or as it is.
 */
final class OrderArrivals {

	private OrderArrivals() {
	}

	/**
	 * Makes the order of an intent, by the answer to its creation.
	 */
	static void created(EntryDraft draft, CreateAnswer created, @Nullable Duration firstPoll, Instant now) {
		KaspiOrder answer = created.order();
		draft.fill(answer);
		draft.createdAt = (draft.createdAt != null) ? draft.createdAt : now;
		draft.schedule = created.schedule();
		if (draft.orderId.isEmpty()) {
			draft.orderId = answer.orderId();
			draft.status = KaspiOrderStatus.INIT;
			draft.unconfirmed = null;
			draft.nextPollAt = (firstPoll != null) ? now.plus(firstPoll) : null;
		}
	}

	/**
	 * Merges an orphan with its intent.
	 */
	static void merge(EntryDraft orphan, LedgerEntry intent, KaspiEventSource source, Instant now) {
		orphan.reference = intent.order().reference();
		orphan.wireReference = intent.wireReference();
		orphan.attempt = intent.attempt();
		orphan.superseded = intent.superseded();
		orphan.metadata = intent.order().metadata();
		BigDecimal intended = intent.order().amount();
		if (orphan.isUnknown()) {
			orphan.status = KaspiOrderStatus.INIT;
			orphan.amount = intended;
		}
		else if (orphan.status.isPaid() && orphan.amount.compareTo(intended) != 0) {
			BigDecimal paid = orphan.amount;
			orphan.amount = intended;
			new DisputeTransitions(orphan, source, null, now).raise(Reason.AMOUNT_MISMATCH, orphan.status, paid);
			orphan.amount = paid;
		}
		else if (orphan.status.isPaid() && orphan.otherAttemptPaid) {
			new DisputeTransitions(orphan, source, null, now).raise(Reason.PAID_TWICE, orphan.status, orphan.amount);
		}
	}

	/**
	 * Takes an order over as it is, without events.
	 */
	static void adopt(EntryDraft draft, KaspiOrder order, Instant now) {
		draft.fill(order);
		draft.metadata = order.metadata().isEmpty() ? draft.metadata : order.metadata();
		draft.status = order.status();
		draft.amount = order.amount();
		draft.unconfirmed = null;
		draft.nextPollAt = order.isOpen() ? now : null;
		BigDecimal refunded = order.status().equals(KaspiOrderStatus.REFUNDED) ? order.amount()
				: order.refundedAmount();
		boolean hasRefund = order.status().isRefund() || refunded.signum() > 0;
		if (hasRefund && draft.refunds.isEmpty()) {
			draft.refunds.add(RefundEntry.observed((refunded.signum() > 0) ? refunded : null, now));
		}
	}

}
