/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.order;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An order of the simulator as it was at one moment. Immutable.
 *
 * @param orderId Kaspi Pay's id of the order, such as {@code ORD-2026-05-09-k3x9q2-001},
 * whose middle part differs from one simulator to the next
 * @param reference the merchant's own id of the order
 * @param status the status: {@code INIT}, {@code PAID}, {@code CANCELLED},
 * {@code EXPIRED}, {@code PARTIALLY_REFUNDED}, {@code REFUNDED}, or whatever was forced
 * @param amount the amount in ₸; what was paid, if the customer paid another
 * @param refundedAmount what has been refunded, in ₸; 0 if nothing
 * @param description what the customer reads, or {@code null} if there is none
 * @param callbackUrl where webhooks go, or {@code null} if none are wanted
 * @param returnUrl where the customer goes after the payment, or {@code null} if nowhere
 * @param qrData the text of the QR code
 * @param paymentUrl the simulator's phone page for this order
 * @param createdAt when the order was created, on the simulator's clock
 * @param expiresAt when the QR code expires, on the simulator's clock
 * @param paidAt when the order was paid, on the simulator's clock, or {@code null} if it
 * was not
 */
public record SimulatedOrder(String orderId, String reference, String status, BigDecimal amount,
		BigDecimal refundedAmount, @Nullable String description, @Nullable URI callbackUrl, @Nullable URI returnUrl,
		String qrData, URI paymentUrl, Instant createdAt, Instant expiresAt, @Nullable Instant paidAt) {

	SimulatedOrder withStatus(String status, @Nullable Instant paidAt) {
		return with(status, this.refundedAmount, paidAt);
	}

	SimulatedOrder withAmount(BigDecimal amount) {
		return new SimulatedOrder(this.orderId, this.reference, this.status, amount, this.refundedAmount,
				this.description, this.callbackUrl, this.returnUrl, this.qrData, this.paymentUrl, this.createdAt,
				this.expiresAt, this.paidAt);
	}

	SimulatedOrder withRefund(String status, BigDecimal refundedAmount) {
		return with(status, refundedAmount, this.paidAt);
	}

	private SimulatedOrder with(String status, BigDecimal refundedAmount, @Nullable Instant paidAt) {
		return new SimulatedOrder(this.orderId, this.reference, status, this.amount, refundedAmount, this.description,
				this.callbackUrl, this.returnUrl, this.qrData, this.paymentUrl, this.createdAt, this.expiresAt, paidAt);
	}

}
