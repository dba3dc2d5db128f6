/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.math.BigDecimal;
import java.time.Instant;

import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * A payment of the simulated QR API as it was at one moment. Immutable.
 *
 * @param paymentId Kaspi's id of the payment, a number of 11 digits or more
 * @param form what the customer pays by
 * @param status the status: {@code QrTokenCreated}, {@code Wait}, {@code Processed},
 * {@code Error}, {@code RemotePaymentCreated}, {@code RemotePaymentCanceled}, or whatever
 * was forced
 * @param amount the amount in ₸; what was paid, if the customer paid another
 * @param refundedAmount what has been refunded, in ₸; 0 if nothing
 * @param tradePointId the id of the trade point
 * @param reference the merchant's own id of the payment, or the comment of a remote one;
 * {@code null} if there is none
 * @param phoneNumber whom a remote payment was sent to, or {@code null}
 * @param content the text of the QR code, or the link; empty for a remote payment
 * @param createdAt when the payment was created, on the simulator's clock
 * @param expiresAt until when the customer can do the next step, on the simulator's clock
 * @param paidAt when it was paid, on the simulator's clock, or {@code null} if it was not
 */
public record SimulatedQrPayment(String paymentId, Form form, String status, BigDecimal amount,
		BigDecimal refundedAmount, String tradePointId, @Nullable String reference, @Nullable String phoneNumber,
		String content, Instant createdAt, Instant expiresAt, @Nullable Instant paidAt) {

	/**
	 * Says whether the customer can still pay.
	 * @return whether it waits for the customer
	 */
	public boolean isOpen() {
		return isToBeScanned() || isToBeConfirmed();
	}

	boolean isToBeScanned() {
		return this.status.equals(QrPaymentBook.CREATED);
	}

	boolean isToBeConfirmed() {
		return this.status.equals(QrPaymentBook.WAIT) || this.status.equals(QrPaymentBook.REMOTE_CREATED);
	}

	boolean isPaid() {
		return this.status.equals(QrPaymentBook.PROCESSED);
	}

	BigDecimal refundable() {
		return this.amount.subtract(this.refundedAmount);
	}

	SimulatedQrPayment withStatus(String status, Instant expiresAt) {
		return with(status, this.amount, this.refundedAmount, expiresAt, this.paidAt);
	}

	SimulatedQrPayment paid(BigDecimal amount, Instant paidAt) {
		return with(QrPaymentBook.PROCESSED, amount, this.refundedAmount, this.expiresAt, paidAt);
	}

	SimulatedQrPayment refunded(BigDecimal amount) {
		return with(this.status, this.amount, WireJson.number(this.refundedAmount.add(amount)), this.expiresAt,
				this.paidAt);
	}

	private SimulatedQrPayment with(String status, BigDecimal amount, BigDecimal refundedAmount, Instant expiresAt,
			@Nullable Instant paidAt) {
		return new SimulatedQrPayment(this.paymentId, this.form, status, amount, refundedAmount, this.tradePointId,
				this.reference, this.phoneNumber, this.content, this.createdAt, expiresAt, paidAt);
	}

	/**
	 * What a customer pays by.
	 */
	public enum Form {

		/**
		 * A QR code.
		 */
		QR,

		/**
		 * A link.
		 */
		LINK,

		/**
		 * An invoice to a phone number.
		 */
		REMOTE

	}

}
