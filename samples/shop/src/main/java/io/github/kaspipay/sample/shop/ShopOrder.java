/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.order.KaspiOrder;
import org.jspecify.annotations.Nullable;

/**
 * The shop's own order. It may need several codes, each of which is an order at Kaspi
 * Pay, until one is paid.
 *
 * @param number the number for people
 * @param token opens the customer's page and cannot be guessed
 * @param reference what Kaspi Pay knows the order by, whichever code it has
 * @param amount the amount in ₸
 * @param createdAt when the customer pressed Buy
 * @param version grows by 1 with every change
 * @param status what the shop knows of the payment
 * @param payments the orders at Kaspi Pay, the latest last
 * @param paidOrderId which of them was paid, or {@code null} for none
 * @param refundedAmount what was given back, in ₸
 * @param events what was heard from Kaspi Pay, the latest last
 */
record ShopOrder(int number, String token, String reference, BigDecimal amount, ZonedDateTime createdAt, int version,
		Status status, List<KaspiOrder> payments, @Nullable String paidOrderId, BigDecimal refundedAmount,
		List<KaspiOrderEvent> events) {

	static final ZoneId ZONE = ZoneId.of("Asia/Almaty");

	static ShopOrder open(int number, String token, BigDecimal amount) {
		return new ShopOrder(number, token, UUID.randomUUID().toString(), amount, ZonedDateTime.now(ZONE), 1,
				Status.PREPARING, List.of(), null, BigDecimal.ZERO, List.of());
	}

	/**
	 * Compares a token in a time that does not tell how much of it is right.
	 * @param token the token that somebody came with
	 * @return whether it is this order's
	 */
	boolean hasToken(String token) {
		return MessageDigest.isEqual(this.token.getBytes(StandardCharsets.UTF_8),
				token.getBytes(StandardCharsets.UTF_8));
	}

	ShopOrder preparing() {
		return with(Status.PREPARING);
	}

	ShopOrder unavailable() {
		return (this.status == Status.PREPARING) ? with(Status.UNAVAILABLE) : this;
	}

	ShopOrder payable(KaspiOrder payment) {
		List<KaspiOrder> payments = Stream.concat(this.payments.stream(), Stream.of(payment)).toList();
		Status status = (this.status == Status.PREPARING) ? Status.WAITING : this.status;
		return new ShopOrder(this.number, this.token, this.reference, this.amount, this.createdAt, this.version + 1,
				status, payments, this.paidOrderId, this.refundedAmount, this.events);
	}

	/**
	 * Takes a payment down. A second code of the same order that is paid too is for a
	 * person to look at.
	 * @param orderId which of the orders at Kaspi Pay was paid
	 * @return the order after it
	 */
	ShopOrder paid(String orderId) {
		if (this.paidOrderId != null) {
			return this.paidOrderId.equals(orderId) ? this : with(Status.PROBLEM);
		}
		return new ShopOrder(this.number, this.token, this.reference, this.amount, this.createdAt, this.version + 1,
				Status.PAID, this.payments, orderId, this.refundedAmount, this.events);
	}

	/**
	 * Ends the code unpaid, unless the customer was given another one or has paid.
	 * @param orderId which of the orders at Kaspi Pay has ended
	 * @param status the new status
	 * @return the order after it
	 */
	ShopOrder unpaid(String orderId, Status status) {
		KaspiOrder payment = payment();
		boolean waiting = payment != null && payment.orderId().equals(orderId) && this.status.isOpen()
				&& this.status != Status.PREPARING;
		return waiting ? with(status) : this;
	}

	/**
	 * Takes a refund down. What is given back of a second code that was paid too leaves
	 * the first payment as it is.
	 * @param orderId which of the orders at Kaspi Pay was refunded
	 * @param refundedTotal what was given back of it altogether, in ₸
	 * @return the order after it
	 */
	ShopOrder refunded(String orderId, BigDecimal refundedTotal) {
		if (this.paidOrderId != null && !this.paidOrderId.equals(orderId)) {
			return this;
		}
		BigDecimal refunded = this.refundedAmount.max(refundedTotal);
		Status status = (refunded.compareTo(this.amount) < 0) ? Status.PARTLY_REFUNDED : Status.REFUNDED;
		if (status == this.status && refunded.compareTo(this.refundedAmount) == 0) {
			return this;
		}
		return new ShopOrder(this.number, this.token, this.reference, this.amount, this.createdAt, this.version + 1,
				status, this.payments, this.paidOrderId, refunded, this.events);
	}

	ShopOrder disputed() {
		return with(Status.PROBLEM);
	}

	/**
	 * Ends the need for attention, after a person has decided.
	 * @return the order after it
	 */
	ShopOrder settled() {
		if (this.status != Status.PROBLEM) {
			return this;
		}
		if (this.paidOrderId == null) {
			return with(Status.WAITING);
		}
		if (this.refundedAmount.signum() == 0) {
			return with(Status.PAID);
		}
		return with((this.refundedAmount.compareTo(this.amount) < 0) ? Status.PARTLY_REFUNDED : Status.REFUNDED);
	}

	ShopOrder heard(KaspiOrderEvent event) {
		List<KaspiOrderEvent> events = Stream.concat(this.events.stream(), Stream.of(event)).toList();
		return new ShopOrder(this.number, this.token, this.reference, this.amount, this.createdAt, this.version,
				this.status, this.payments, this.paidOrderId, this.refundedAmount, events);
	}

	private ShopOrder with(Status status) {
		return new ShopOrder(this.number, this.token, this.reference, this.amount, this.createdAt, this.version + 1,
				status, this.payments, this.paidOrderId, this.refundedAmount, this.events);
	}

	/**
	 * Returns the order at Kaspi Pay that the customer is to pay.
	 * @return the latest one, or {@code null} while there is none
	 */
	public @Nullable KaspiOrder payment() {
		return this.payments.isEmpty() ? null : this.payments.get(this.payments.size() - 1);
	}

	/**
	 * Returns the status to show: a code whose time is over is expired before Kaspi Pay
	 * says so.
	 * @return the status
	 */
	public Status currentStatus() {
		KaspiOrder payment = payment();
		Instant expiresAt = (payment != null) ? payment.expiresAt() : null;
		boolean over = expiresAt != null && !Instant.now().isBefore(expiresAt);
		return (this.status == Status.WAITING && over) ? Status.EXPIRED : this.status;
	}

	/**
	 * What the shop knows of the payment.
	 */
	enum Status {

		/**
		 * Kaspi Pay is being asked for a code.
		 */
		PREPARING,

		/**
		 * The customer is to pay.
		 */
		WAITING,

		/**
		 * The code was not paid in time.
		 */
		EXPIRED,

		/**
		 * The customer or Kaspi Pay ended it unpaid.
		 */
		CANCELLED,

		/**
		 * Kaspi Pay gave no code. A code nobody was shown cannot be paid.
		 */
		UNAVAILABLE,

		/**
		 * The money is there.
		 */
		PAID,

		/**
		 * A part was given back.
		 */
		PARTLY_REFUNDED,

		/**
		 * All was given back.
		 */
		REFUNDED,

		/**
		 * A person has to look.
		 */
		PROBLEM;

		/**
		 * Says whether a payment may still come, so that it pays to keep watching.
		 * @return whether it may
		 */
		public boolean isOpen() {
			return isOver() || this == PREPARING || this == WAITING;
		}

		/**
		 * Says whether the customer needs a new code to pay.
		 * @return whether there is none that can be paid
		 */
		public boolean isOver() {
			return this == EXPIRED || this == CANCELLED || this == UNAVAILABLE;
		}

	}

}
