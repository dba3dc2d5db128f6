package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

import io.github.kaspipay.order.KaspiOrder;
import org.jspecify.annotations.Nullable;

/**
 * The shop's own order.
 *
 * @param reference the public id, which cannot be guessed; also the reference Kaspi Pay
 * is given
 * @param number the number for people
 * @param amount the amount in ₸
 * @param createdAt when the customer pressed Buy
 * @param status what the shop knows of the payment
 * @param refundedAmount what was given back, in ₸
 * @param payment the Kaspi Pay order, or {@code null} while there is none
 */
record ShopOrder(String reference, int number, BigDecimal amount, ZonedDateTime createdAt, Status status,
		BigDecimal refundedAmount, @Nullable KaspiOrder payment) {

	private static final ZoneId ZONE = ZoneId.of("Asia/Almaty");

	static ShopOrder open(String reference, int number, BigDecimal amount) {
		return new ShopOrder(reference, number, amount, ZonedDateTime.now(ZONE), Status.WAITING, BigDecimal.ZERO, null);
	}

	ShopOrder withPayment(KaspiOrder payment) {
		return new ShopOrder(this.reference, this.number, this.amount, this.createdAt, this.status, this.refundedAmount,
				payment);
	}

	ShopOrder paid() {
		return isPaid() ? this : withStatus(Status.PAID);
	}

	/**
	 * Ends the order unpaid. A payment is stronger than that.
	 * @param status the new status
	 * @return the order after it
	 */
	ShopOrder unpaid(Status status) {
		return isPaid() ? this : withStatus(status);
	}

	ShopOrder disputed() {
		return withStatus(Status.PROBLEM);
	}

	ShopOrder refunded(BigDecimal refundedTotal) {
		BigDecimal refunded = this.refundedAmount.max(refundedTotal);
		Status status = (refunded.compareTo(this.amount) < 0) ? Status.PARTLY_REFUNDED : Status.REFUNDED;
		return new ShopOrder(this.reference, this.number, this.amount, this.createdAt, status, refunded, this.payment);
	}

	private ShopOrder withStatus(Status status) {
		return new ShopOrder(this.reference, this.number, this.amount, this.createdAt, status, this.refundedAmount,
				this.payment);
	}

	private boolean isPaid() {
		return switch (this.status) {
			case PAID, PARTLY_REFUNDED, REFUNDED -> true;
			default -> false;
		};
	}

	/**
	 * Returns the status to show: a code whose time is over is expired before Kaspi Pay
	 * says so.
	 * @return the status
	 */
	public Status currentStatus() {
		Instant expiresAt = (this.payment != null) ? this.payment.expiresAt() : null;
		boolean over = expiresAt != null && !Instant.now().isBefore(expiresAt);
		return (this.status == Status.WAITING && over) ? Status.EXPIRED : this.status;
	}

	/**
	 * Returns until when the code can be paid.
	 * @return the time in the shop's time zone, or {@code null} where it is not known
	 */
	public @Nullable ZonedDateTime payableUntil() {
		Instant expiresAt = (this.payment != null) ? this.payment.expiresAt() : null;
		return (expiresAt != null) ? expiresAt.atZone(ZONE) : null;
	}

	/**
	 * Returns what can be given back.
	 * @return the amount in ₸
	 */
	public BigDecimal refundableAmount() {
		return isPaid() ? this.amount.subtract(this.refundedAmount) : BigDecimal.ZERO;
	}

	/**
	 * What the shop knows of the payment.
	 */
	enum Status {

		/**
		 * The customer is to pay.
		 */
		WAITING("Waiting for payment"),

		/**
		 * The money is there.
		 */
		PAID("Paid"),

		/**
		 * A part was given back.
		 */
		PARTLY_REFUNDED("Partly refunded"),

		/**
		 * All was given back.
		 */
		REFUNDED("Refunded"),

		/**
		 * The code was not paid in time.
		 */
		EXPIRED("Code expired"),

		/**
		 * Nothing comes of it.
		 */
		CANCELLED("Cancelled"),

		/**
		 * A person has to look.
		 */
		PROBLEM("Needs attention");

		private final String label;

		Status(String label) {
			this.label = label;
		}

		public String label() {
			return this.label;
		}

		/**
		 * Says whether a payment may still come, so that it pays to keep watching.
		 * @return whether it may
		 */
		public boolean isOpen() {
			return this == WAITING || this == EXPIRED || this == CANCELLED;
		}

	}

}
