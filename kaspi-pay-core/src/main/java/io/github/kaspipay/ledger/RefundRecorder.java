/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.KaspiRefundState;
import org.jspecify.annotations.Nullable;

/**
 * Records refunds: an intent before one is sent, the answer, and what a person settles by
 * hand. Thread-safe.
 */
final class RefundRecorder {

	private static final Duration POLLED_AFTER = Duration.ofMinutes(1);

	/**
	 * Longer than a call can take.
	 */
	private static final Duration UNDER_WAY = Duration.ofSeconds(90);

	private final LedgerStore store;

	private final EntryWriter writer;

	RefundRecorder(LedgerStore store, EntryWriter writer) {
		this.store = store;
		this.writer = writer;
	}

	/**
	 * Writes down that a refund is about to be sent.
	 * @return the refund, or {@code null} if the entry was changed since it was read
	 */
	@Nullable RefundEntry recordRefundIntent(LedgerEntry entry, BigDecimal amount, @Nullable String key) {
		EntryDraft draft = new EntryDraft(entry);
		RefundEntry refund = refunds(draft).intend(amount, key);
		draft.nextPollAt = this.writer.now().plus(POLLED_AFTER);
		return this.store.write(LedgerChange.update(entry, draft.toEntry())) ? refund : null;
	}

	/**
	 * Writes down that a refund that was refused is sent again.
	 * @return the refund, or {@code null} if the entry was changed since it was read
	 */
	@Nullable RefundEntry recordRefundIntent(LedgerEntry entry, RefundEntry refused) {
		EntryDraft draft = new EntryDraft(entry);
		Instant now = this.writer.now();
		RefundEntry refund = refused.sentAgain(now);
		draft.replace(refund);
		draft.nextPollAt = now.plus(POLLED_AFTER);
		return this.store.write(LedgerChange.update(entry, draft.toEntry())) ? refund : null;
	}

	/**
	 * Records that a refund certainly did not happen.
	 */
	void recordRefusal(String orderId, RefundEntry refund) {
		this.writer.change(orderId, (draft) -> refunds(draft).refused(refund.id()));
	}

	/**
	 * Records that a refund's outcome is not known.
	 */
	void doubtRefund(String orderId, RefundEntry refund) {
		this.writer.change(orderId, (draft) -> refunds(draft).inDoubt(refund.id()));
	}

	/**
	 * Records the answer to a refund.
	 */
	KaspiOrder recordRefund(String orderId, RefundEntry refund, RefundAnswer answer) {
		return this.writer.change(orderId, (draft) -> refunds(draft).accepted(refund, answer));
	}

	boolean isUnderWay(RefundEntry refund) {
		return refund.state() == KaspiRefundState.INTENDED
				&& this.writer.now().isBefore(refund.createdAt().plus(UNDER_WAY));
	}

	boolean settleRefund(String orderId, boolean happened) {
		LedgerEntry entry = this.writer.require(orderId);
		RefundEntry refund = entry.pendingRefund();
		if (refund == null) {
			return false;
		}
		if (isUnderWay(refund)) {
			throw new KaspiOperationInProgressException("A refund of order '" + orderId + "' was sent less than "
					+ UNDER_WAY.toSeconds() + " seconds ago and may be under way: settle it when that time is over");
		}
		if (happened) {
			recordRefund(orderId, refund, new RefundAnswer(null, null, null));
		}
		else {
			recordRefusal(orderId, refund);
		}
		return true;
	}

	KaspiOrder settleRefundedAmount(String orderId, BigDecimal amount) {
		return this.writer.change(orderId, (draft) -> {
			if (!draft.hasRefundOfUnknownAmount()) {
				throw new IllegalArgumentException("orderId '" + orderId + "' has no refund of unknown amount"
						+ ((draft.pendingRefund() != null) ? ": settle the refund in doubt first" : ""));
			}
			BigDecimal left = draft.amount.subtract(draft.refundedAmount());
			if (amount.signum() <= 0 || amount.compareTo(left) >= 0) {
				throw new IllegalArgumentException(
						"amount must be more than 0 ₸ and less than the " + left.toPlainString() + " ₸ left");
			}
			refunds(draft).settleUnknownAmount(amount);
		});
	}

	private RefundTransitions refunds(EntryDraft draft) {
		return new RefundTransitions(draft, KaspiEventSource.API, this.writer.now());
	}

}
