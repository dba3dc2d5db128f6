/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A check or pay request that the simulator sent as Kaspi, and its answer.
 *
 * @param command {@code check} or {@code pay}
 * @param transactionId Kaspi's id of the payment
 * @param account the account
 * @param sum the sum that was sent, in ₸
 * @param url the whole address that was called, with {@code ***} for the shared secret
 * @param calledFrom what {@code X-Forwarded-For} said
 * @param time when it was sent, on the simulator's clock
 * @param took how long the answer took in real time, or how long it was waited for
 * @param httpStatus the HTTP status, or {@code null} without an answer
 * @param body the answer's body, or {@code null} without an answer
 * @param answer what was answered, or {@code null} if there is nothing to be read
 * @param error why there is no answer to be read, or {@code null} if there is
 */
public record CheckPayCall(String command, String transactionId, String account, BigDecimal sum, URI url,
		String calledFrom, Instant time, Duration took, @Nullable Integer httpStatus, @Nullable String body,
		@Nullable CheckPayAnswer answer, @Nullable String error) {

	/**
	 * Returns the result.
	 * @return the result, 0 to 5, or {@code null} if there is none to be read
	 */
	public @Nullable Integer result() {
		return (this.answer != null) ? this.answer.result() : null;
	}

	/**
	 * Returns the sum that was answered.
	 * @return the sum in ₸, or {@code null} if there is none to be read
	 */
	public @Nullable BigDecimal answeredSum() {
		return (this.answer != null) ? this.answer.sum() : null;
	}

	/**
	 * Returns the merchant's id of the payment.
	 * @return the id, or {@code null} if there is none to be read
	 */
	public @Nullable String paymentId() {
		return (this.answer != null) ? this.answer.paymentId() : null;
	}

	/**
	 * Says whether the result is 0.
	 * @return whether it can be paid, or is paid
	 */
	public boolean isAccepted() {
		return this.answer != null && this.answer.result() == 0;
	}

	/**
	 * Says what the result means.
	 * @return the meaning, in English
	 */
	public String meaning() {
		if (this.answer == null) {
			return String.format(Locale.ROOT, "Broken connection: %s", this.error);
		}
		return switch (this.answer.result()) {
			case 0 -> isPay() ? "Paid" : "Can be paid";
			case 1 -> "No such account";
			case 2 -> "Cancelled or expired";
			case 3 -> "Paid before";
			case 4 -> "A payment is in progress";
			default -> "Error: to be tried again";
		};
	}

	/**
	 * Says what the customer would see. Kaspi's own words are not known.
	 * @return a sentence, in English
	 */
	public String customerSees() {
		if (this.answer == null) {
			return isPay() ? "The payment is being processed. Kaspi repeats the call."
					: "The shop does not answer. Nothing was taken; try again later.";
		}
		return switch (this.answer.result()) {
			case 0 -> isPay() ? "The payment was made." : "What is due, and a button to pay it.";
			case 1 -> isPay() ? "The shop refused the payment. Kaspi has the money to give back."
					: "There is no such account. Check the number.";
			case 2 -> isPay() ? "The shop refused the payment. Kaspi has the money to give back."
					: "It can no longer be paid.";
			case 3 ->
				isPay() ? "It was paid by another payment. Kaspi has the money to give back." : "It is paid already.";
			case 4 -> isPay() ? "The payment is being processed. Kaspi repeats the call."
					: "A payment is being processed. Try again later.";
			default -> isPay() ? "The payment is being processed. Kaspi repeats the call."
					: "The shop cannot take payments now. Try again later.";
		};
	}

	/**
	 * Says whether it is a payment that is neither made nor refused.
	 */
	boolean isPending() {
		return isPay() && (this.answer == null || this.answer.result() > 3);
	}

	private boolean isPay() {
		return this.command.equals("pay");
	}

}
