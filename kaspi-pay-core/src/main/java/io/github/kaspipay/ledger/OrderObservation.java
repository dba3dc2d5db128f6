/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Supplier;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * A report of an order's status: a webhook, a payment, the answer to a query, or that
 * nobody paid in time. Internal: it may change in any release.
 */
public sealed interface OrderObservation {

	/**
	 * Returns Kaspi Pay's id of the order.
	 * @return the order id
	 */
	String orderId();

	/**
	 * Returns who reports it.
	 * @return the source
	 */
	KaspiEventSource source();

	/**
	 * Returns the reference that Kaspi Pay knows the order by.
	 * @return the reference, or {@code null} where it was not said
	 */
	default @Nullable String reference() {
		return null;
	}

	/**
	 * A signed notification.
	 *
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the reference that Kaspi Pay knows the order by, or {@code null}
	 * where it was not said
	 * @param status the status
	 * @param amount the amount in ₸, or {@code null} where it was not said
	 * @param bodyDigest computes SHA-256 of the notification's body, in lower-case hex
	 */
	record Notified(String orderId, @Nullable String reference, KaspiOrderStatus status, @Nullable BigDecimal amount,
			Supplier<String> bodyDigest) implements OrderObservation {

		@Override
		public KaspiEventSource source() {
			return KaspiEventSource.WEBHOOK;
		}

	}

	/**
	 * A payment that Kaspi tells of by itself. It is final: there is nobody to ask.
	 *
	 * @param orderId the order that it is booked onto
	 * @param payment the payment, as it is recorded
	 */
	record PaymentReceived(String orderId, RecordedPayment payment) implements OrderObservation {

		@Override
		public KaspiEventSource source() {
			return KaspiEventSource.PAY_REQUEST;
		}

	}

	/**
	 * Kaspi Pay's answer to a call.
	 *
	 * @param answer the order as answered
	 * @param source {@link KaspiEventSource#POLL} or {@link KaspiEventSource#API}
	 * @param expectation what the ledger wanted to know, or {@code null} if this answers
	 * no query about the order
	 */
	record Answered(KaspiOrder answer, KaspiEventSource source,
			@Nullable Expectation expectation) implements OrderObservation {

		@Override
		public String orderId() {
			return this.answer.orderId();
		}

		@Override
		public @Nullable String reference() {
			return this.answer.reference();
		}

	}

	/**
	 * Nobody paid in time.
	 *
	 * @param orderId Kaspi Pay's id of the order
	 * @param status what the order becomes
	 */
	record GivenUp(String orderId, KaspiOrderStatus status) implements OrderObservation {

		@Override
		public KaspiEventSource source() {
			return KaspiEventSource.POLL;
		}

	}

	/**
	 * The time in which the order could be paid is over, and Kaspi does not say so.
	 *
	 * @param orderId the order
	 */
	record Overdue(String orderId) implements OrderObservation {

		@Override
		public KaspiEventSource source() {
			return KaspiEventSource.POLL;
		}

	}

	/**
	 * What the ledger wanted to know when it asked. An answer settles that, and nothing
	 * that came up while it was on its way.
	 *
	 * @param unconfirmed the status that had to be confirmed, or {@code null}
	 * @param refundId the ledger's id of the refund whose outcome was open, or
	 * {@code null}
	 * @param askedAt when Kaspi Pay was asked
	 */
	record Expectation(@Nullable KaspiOrderStatus unconfirmed, @Nullable String refundId, Instant askedAt) {

		/**
		 * Makes the expectation of a query about what the ledger holds.
		 * @param entry the entry, or {@code null} if there is none
		 * @param now the time
		 * @return the expectation
		 */
		public static Expectation of(@Nullable LedgerEntry entry, Instant now) {
			if (entry == null) {
				return new Expectation(null, null, now);
			}
			RefundEntry refund = entry.pendingRefund();
			return new Expectation((entry.unconfirmed() != null) ? entry.unconfirmed().status() : null,
					(refund != null) ? refund.id() : null, now);
		}

	}

}
