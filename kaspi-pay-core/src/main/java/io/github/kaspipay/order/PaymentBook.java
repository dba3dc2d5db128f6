/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Takes the payments that Kaspi tells of by itself: what a protocol needs of the ledger
 * in which Kaspi calls, and is called by nobody. Thread-safe. Internal: it may change in
 * any release.
 */
public interface PaymentBook {

	/**
	 * Looks up the order that a payment of an account would be for.
	 * @param account the account: an order's reference
	 * @return the order that was paid, or else the latest of this reference; its id is
	 * empty while it is being created. {@code null} if the ledger does not know it.
	 */
	@Nullable KaspiOrder findByAccount(String account);

	/**
	 * Looks a payment up.
	 * @param transactionId Kaspi's id of the payment
	 * @return the payment, or {@code null} if it was not recorded
	 */
	@Nullable RecordedPayment find(String transactionId);

	/**
	 * Books a payment, with its answer and the events that follow, in one transaction.
	 * The same payment is booked once, however often and wherever it is told of.
	 * @param payment the payment
	 * @param order the order it is for; one that the ledger does not know is made by it
	 * @param answer makes the answer, from the id of the order that the payment is booked
	 * onto, or from {@code null} if that was paid before
	 * @return the payment as it is recorded: by this call or an earlier one
	 */
	RecordedPayment book(ReceivedPayment payment, KaspiOrder order, Function<@Nullable String, String> answer);

	/**
	 * Records that a payment was refused for good.
	 * @param payment the payment
	 * @param answer the answer
	 * @return the payment as it is recorded: by this call or an earlier one
	 */
	RecordedPayment refuse(ReceivedPayment payment, String answer);

	/**
	 * A payment that Kaspi tells of.
	 *
	 * @param transactionId Kaspi's id of the payment
	 * @param account the account that was paid
	 * @param amount what was paid, in ₸
	 * @param paidAt when, or {@code null} where it is not said
	 */
	record ReceivedPayment(String transactionId, String account, BigDecimal amount, @Nullable Instant paidAt) {

	}

	/**
	 * A payment as it is recorded.
	 *
	 * @param transactionId Kaspi's id of the payment
	 * @param account the account that was paid
	 * @param orderId the order it is booked onto, or {@code null} if it was refused
	 * @param amount what was paid, in ₸
	 * @param paidAt when; where that was not said, when it was recorded
	 * @param answer what was answered
	 */
	record RecordedPayment(String transactionId, String account, @Nullable String orderId, BigDecimal amount,
			Instant paidAt, String answer) {

		/**
		 * Returns the payment as the merchant sees it.
		 * @return the payment, or empty if it was refused
		 */
		public Optional<KaspiPayment> accepted() {
			return Optional.ofNullable(this.orderId)
				.map((id) -> new KaspiPayment(this.transactionId, this.account, id, this.amount, this.paidAt));
		}

	}

}
