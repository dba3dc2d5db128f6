/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.ledger.LedgerEntry.UnconfirmedStatus;
import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.KaspiRefundState;
import org.jspecify.annotations.Nullable;

/**
 * The refunds' part of the state machine. A refund that was accepted is always booked. A
 * refund in doubt is settled by what is seen only if nothing else explains it.
 */
final class RefundTransitions {

	/**
	 * If no refund shows this long after it was sent, it did not happen. Longer than any
	 * call takes.
	 */
	static final Duration SHOWS_WITHIN = Duration.ofMinutes(2);

	private final EntryDraft draft;

	private final KaspiEventSource source;

	private final Instant now;

	RefundTransitions(EntryDraft draft, KaspiEventSource source, Instant now) {
		this.draft = draft;
		this.source = source;
		this.now = now;
	}

	/**
	 * Writes down that a refund is about to be sent.
	 */
	RefundEntry intend(BigDecimal amount, @Nullable String key) {
		RefundEntry refund = RefundEntry.intended(amount, key, this.now);
		this.draft.refunds.add(refund);
		return refund;
	}

	/**
	 * Books a refund that Kaspi Pay accepted, unless an observation did so already.
	 */
	void accepted(RefundEntry sent, RefundAnswer answer) {
		RefundEntry refund = this.draft.refund(sent.id());
		if (refund == null) {
			refund = sent;
			this.draft.refunds.add(refund);
		}
		RefundEntry identified = refund.withKaspiId(answer.refundId());
		this.draft.replace(identified);
		if (refund.state() != KaspiRefundState.ACCEPTED) {
			book(identified);
		}
		boolean saysMore = KaspiOrderStatus.REFUNDED.equals(answer.status())
				&& !this.draft.status.equals(KaspiOrderStatus.REFUNDED);
		boolean ownAmount = answer.amount() != null
				&& answer.amount().compareTo(Objects.requireNonNull(sent.amount())) == 0;
		if (saysMore && !ownAmount && this.draft.unconfirmed == null) {
			this.draft.unconfirmed = new UnconfirmedStatus(KaspiOrderStatus.REFUNDED, this.now);
			this.draft.nextPollAt = this.now;
		}
		this.draft.settleSchedule();
	}

	/**
	 * Notes that a refund certainly did not happen.
	 */
	void refused(String id) {
		RefundEntry refund = this.draft.refund(id);
		if (refund == null || !refund.state().isPending()) {
			return;
		}
		this.draft.replace(refund.as(KaspiRefundState.REFUSED));
		boolean unexplained = this.draft.status.equals(KaspiOrderStatus.PARTIALLY_REFUNDED)
				&& !this.draft.hasBookedRefund() && this.draft.pendingRefund() == null;
		if (unexplained) {
			bookObserved(null);
		}
		this.draft.settleSchedule();
	}

	/**
	 * Notes that a refund's outcome is not known.
	 */
	void inDoubt(String id) {
		RefundEntry refund = this.draft.refund(id);
		if (refund != null && refund.state() == KaspiRefundState.INTENDED) {
			this.draft.replace(refund.as(KaspiRefundState.IN_DOUBT));
		}
	}

	/**
	 * Gives refunds made elsewhere, of unknown amount, the amount that a person looked
	 * up.
	 */
	void settleUnknownAmount(BigDecimal amount) {
		boolean first = true;
		for (RefundEntry refund : List.copyOf(this.draft.refunds)) {
			if (refund.state() == KaspiRefundState.OBSERVED && refund.amount() == null) {
				this.draft.replace(refund.withAmount(first ? amount : BigDecimal.ZERO));
				first = false;
			}
		}
	}

	/**
	 * Takes note of refunds that Kaspi Pay told of: of a part, or of all.
	 * @param amount the amount told: the order's, or that of a part
	 */
	void observe(KaspiOrderStatus to, @Nullable BigDecimal amount) {
		if (amount != null && amount.compareTo(this.draft.amount) < 0) {
			observePart(to, amount);
		}
		else if (to.equals(KaspiOrderStatus.REFUNDED)) {
			observeWhole();
		}
		else {
			observePartOfUnknownAmount();
		}
	}

	/**
	 * Takes note of what was refunded altogether. An answer may be older than what is
	 * known.
	 */
	void observeTotal(BigDecimal total, @Nullable Expectation expectation) {
		BigDecimal unexplained = total.subtract(this.draft.refundedAmount());
		RefundEntry pending = this.draft.pendingRefund();
		if (total.compareTo(this.draft.amount) >= 0) {
			observeWhole();
		}
		else if (unexplained.signum() <= 0) {
			if (unexplained.signum() == 0) {
				drop(pending, expectation);
			}
		}
		else if (pending != null && Objects.requireNonNull(pending.amount()).compareTo(unexplained) <= 0) {
			book(pending);
			observeTotal(total, expectation);
		}
		else if (!this.draft.hasRefundOfUnknownAmount()) {
			bookObserved(unexplained);
		}
	}

	/**
	 * All was given back: whatever was in doubt is a part of it.
	 */
	private void observeWhole() {
		boolean unknownAmounts = this.draft.hasRefundOfUnknownAmount();
		for (RefundEntry refund : List.copyOf(this.draft.refunds)) {
			BigDecimal left = this.draft.amount.subtract(this.draft.refundedAmount());
			if (refund.state().isPending() && Objects.requireNonNull(refund.amount()).compareTo(left) <= 0) {
				book(refund);
			}
		}
		if (this.draft.status.equals(KaspiOrderStatus.REFUNDED)) {
			return;
		}
		BigDecimal left = this.draft.amount.subtract(this.draft.refundedAmount());
		this.draft.status = KaspiOrderStatus.REFUNDED;
		bookObserved(unknownAmounts ? null : left);
		RefundEntry impossible = this.draft.pendingRefund();
		if (impossible != null) {
			this.draft.replace(impossible.as(KaspiRefundState.REFUSED));
		}
	}

	private void observePart(KaspiOrderStatus to, BigDecimal amount) {
		BigDecimal known = this.draft.refundedAmount();
		boolean explained = known.compareTo(amount) == 0 || this.draft.refunds.stream()
			.anyMatch((refund) -> refund.state().isBooked() && isAmount(refund, amount));
		RefundEntry pending = this.draft.pendingRefund();
		if (explained) {
			return;
		}
		if (pending != null && (isAmount(pending, amount) || isAmount(pending, amount.subtract(known)))) {
			book(pending);
		}
		else if (to.equals(KaspiOrderStatus.REFUNDED) && known.add(amount).compareTo(this.draft.amount) == 0) {
			observeWhole();
		}
		else if (!this.draft.hasBookedRefund()) {
			bookObserved(amount);
		}
		else if (!this.draft.hasRefundOfUnknownAmount()) {
			bookObserved(null);
		}
	}

	private void observePartOfUnknownAmount() {
		if (this.draft.hasBookedRefund()) {
			return;
		}
		RefundEntry pending = this.draft.pendingRefund();
		boolean mayBePending = pending != null
				&& Objects.requireNonNull(pending.amount()).compareTo(this.draft.amount) < 0;
		if (mayBePending) {
			this.draft.status = KaspiOrderStatus.PARTIALLY_REFUNDED;
		}
		else {
			bookObserved(null);
		}
	}

	/**
	 * Drops a refund in doubt if an answer that is late enough shows none.
	 */
	void dropWhatDidNotHappen(@Nullable Expectation expectation) {
		if (this.draft.status.equals(KaspiOrderStatus.PAID)) {
			drop(this.draft.pendingRefund(), expectation);
		}
	}

	private void drop(@Nullable RefundEntry pending, @Nullable Expectation expectation) {
		if (pending != null && expectation != null && pending.id().equals(expectation.refundId())
				&& pending.createdAt().plus(SHOWS_WITHIN).isBefore(expectation.askedAt())) {
			this.draft.replace(pending.as(KaspiRefundState.REFUSED));
		}
	}

	private void bookObserved(@Nullable BigDecimal amount) {
		RefundEntry refund = RefundEntry.observed(amount, this.now);
		this.draft.refunds.add(refund);
		book(refund);
	}

	private void book(RefundEntry refund) {
		if (refund.state() != KaspiRefundState.OBSERVED) {
			this.draft.replace(refund.as(KaspiRefundState.ACCEPTED));
		}
		BigDecimal whole = this.draft.refundable();
		boolean full = this.draft.status.equals(KaspiOrderStatus.REFUNDED)
				|| this.draft.refundedAmount().compareTo(whole) >= 0;
		if (full && !this.draft.status.isPaid()) {
			this.draft.amount = whole;
			this.draft.dispute = (this.draft.dispute != null) ? this.draft.dispute.settled() : null;
		}
		if (full) {
			this.draft.status = KaspiOrderStatus.REFUNDED;
		}
		else if (this.draft.status.isPaid()) {
			this.draft.status = KaspiOrderStatus.PARTIALLY_REFUNDED;
		}
		this.draft.events
			.add(new KaspiOrderRefundedEvent(this.draft.eventId("REFUND:" + refund.id()), this.draft.orderId,
					this.draft.reference, refund.amount(), this.now, this.source, this.draft.amount, refund.kaspiId(),
					refund.key(), this.draft.refundedAmount(), full, this.draft.metadata, this.draft.merchant));
	}

	private static boolean isAmount(RefundEntry refund, BigDecimal amount) {
		return refund.amount() != null && refund.amount().compareTo(amount) == 0;
	}

}
