/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an order. Immutable.
 *
 * @param orderId Kaspi Pay's id of the order; empty while the status is
 * {@link KaspiOrderStatus#UNKNOWN}
 * @param reference the merchant's own id of the order, or {@code null} where it is not
 * known
 * @param status the status
 * @param amount the amount in ₸
 * @param refundedAmount what is known to be refunded, in ₸; 0 if nothing
 * @param qrData the text of the QR code, or {@code null} where it is not known
 * @param paymentUrl where to send the customer, or {@code null} where it is not known
 * @param createdAt when the order was created, or {@code null} where it is not known
 * @param expiresAt until when the QR code can be paid, or {@code null} where it is not
 * known
 * @param paidAt when the order was paid, or {@code null} if it was not
 * @param disputed whether the order is disputed: a person has to look, and settles it
 * with {@link KaspiDisputes}
 * @param claimedStatus the status that the latest dispute is about, or {@code null} if
 * there was none
 * @param claimedAmount the amount in ₸ that the latest dispute is about, or {@code null}
 * @param refundInDoubt whether the outcome of a refund is not known
 * @param refundedAmountKnown whether {@code refundedAmount} is all that was refunded;
 * {@code false} if a part of unknown amount was refunded elsewhere, as in Kaspi Pay's
 * dashboard
 * @param metadata what the application gave the order at its creation; never changes
 * @param merchant the merchant whose order it is; empty for the default one
 */
public record KaspiOrder(String orderId, @Nullable String reference, KaspiOrderStatus status, BigDecimal amount,
		BigDecimal refundedAmount, @Nullable String qrData, @Nullable URI paymentUrl, @Nullable Instant createdAt,
		@Nullable Instant expiresAt, @Nullable Instant paidAt, boolean disputed,
		@Nullable KaspiOrderStatus claimedStatus, @Nullable BigDecimal claimedAmount, boolean refundInDoubt,
		boolean refundedAmountKnown, Map<String, String> metadata, String merchant) {

	/**
	 * Creates an order.
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null}
	 * @param status the status
	 * @param amount the amount in ₸
	 * @param refundedAmount what is known to be refunded, in ₸
	 * @param qrData the text of the QR code, or {@code null}
	 * @param paymentUrl where to send the customer, or {@code null}
	 * @param createdAt when the order was created, or {@code null}
	 * @param expiresAt until when the QR code can be paid, or {@code null}
	 * @param paidAt when the order was paid, or {@code null}
	 * @param disputed whether the order is disputed
	 * @param claimedStatus the status that the latest dispute is about, or {@code null}
	 * @param claimedAmount the amount in ₸ that the latest dispute is about, or
	 * {@code null}
	 * @param refundInDoubt whether the outcome of a refund is not known
	 * @param refundedAmountKnown whether {@code refundedAmount} is all that was refunded
	 * @param metadata what the application gave the order at its creation
	 * @param merchant the merchant whose order it is; empty for the default one
	 */
	public KaspiOrder {
		metadata = Map.copyOf(metadata);
		merchant = (merchant != null) ? merchant : "";
	}

	/**
	 * Creates an order of the default merchant.
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null}
	 * @param status the status
	 * @param amount the amount in ₸
	 * @param refundedAmount what is known to be refunded, in ₸
	 * @param qrData the text of the QR code, or {@code null}
	 * @param paymentUrl where to send the customer, or {@code null}
	 * @param createdAt when the order was created, or {@code null}
	 * @param expiresAt until when the QR code can be paid, or {@code null}
	 * @param paidAt when the order was paid, or {@code null}
	 * @param disputed whether the order is disputed
	 * @param claimedStatus the status that the latest dispute is about, or {@code null}
	 * @param claimedAmount the amount in ₸ that the latest dispute is about, or
	 * {@code null}
	 * @param refundInDoubt whether the outcome of a refund is not known
	 * @param refundedAmountKnown whether {@code refundedAmount} is all that was refunded
	 * @param metadata what the application gave the order at its creation
	 */
	public KaspiOrder(String orderId, @Nullable String reference, KaspiOrderStatus status, BigDecimal amount,
			BigDecimal refundedAmount, @Nullable String qrData, @Nullable URI paymentUrl, @Nullable Instant createdAt,
			@Nullable Instant expiresAt, @Nullable Instant paidAt, boolean disputed,
			@Nullable KaspiOrderStatus claimedStatus, @Nullable BigDecimal claimedAmount, boolean refundInDoubt,
			boolean refundedAmountKnown, Map<String, String> metadata) {
		this(orderId, reference, status, amount, refundedAmount, qrData, paymentUrl, createdAt, expiresAt, paidAt,
				disputed, claimedStatus, claimedAmount, refundInDoubt, refundedAmountKnown, metadata, "");
	}

	/**
	 * Creates an order of the default merchant that is not disputed, has no refund in
	 * doubt and no metadata, as an answer of Kaspi Pay's tells of it.
	 * @param orderId Kaspi Pay's id of the order
	 * @param reference the merchant's own id of the order, or {@code null}
	 * @param status the status
	 * @param amount the amount in ₸
	 * @param refundedAmount what is known to be refunded, in ₸
	 * @param qrData the text of the QR code, or {@code null}
	 * @param paymentUrl where to send the customer, or {@code null}
	 * @param createdAt when the order was created, or {@code null}
	 * @param expiresAt until when the QR code can be paid, or {@code null}
	 * @param paidAt when the order was paid, or {@code null}
	 */
	public KaspiOrder(String orderId, @Nullable String reference, KaspiOrderStatus status, BigDecimal amount,
			BigDecimal refundedAmount, @Nullable String qrData, @Nullable URI paymentUrl, @Nullable Instant createdAt,
			@Nullable Instant expiresAt, @Nullable Instant paidAt) {
		this(orderId, reference, status, amount, refundedAmount, qrData, paymentUrl, createdAt, expiresAt, paidAt,
				false, null, null, false, true, Map.of());
	}

	/**
	 * Returns the order as that of a merchant.
	 * @param merchant the merchant's name; empty for the default one
	 * @return the order, with nothing else changed
	 */
	public KaspiOrder ofMerchant(String merchant) {
		return new KaspiOrder(this.orderId, this.reference, this.status, this.amount, this.refundedAmount, this.qrData,
				this.paymentUrl, this.createdAt, this.expiresAt, this.paidAt, this.disputed, this.claimedStatus,
				this.claimedAmount, this.refundInDoubt, this.refundedAmountKnown, this.metadata, merchant);
	}

	/**
	 * Says whether the order was paid, refunded since or not.
	 * @return whether it was paid
	 */
	public boolean isPaid() {
		return this.status.isPaid();
	}

	/**
	 * Says whether the order may still be paid as far as its status tells. Look at
	 * {@link #expiresAt()} too.
	 * @return whether it is neither paid nor closed; a status nobody knows counts as open
	 */
	public boolean isOpen() {
		return this.status.isOpen();
	}

	/**
	 * Returns how much a refund can give back.
	 * @return the amount in ₸: of a paid order what was not refunded yet, of a disputed
	 * payment what was paid, otherwise 0. It may be less if
	 * {@link #refundedAmountKnown()} is {@code false}.
	 */
	public BigDecimal leftToRefund() {
		return refundable().subtract(this.refundedAmount).max(BigDecimal.ZERO);
	}

	private BigDecimal refundable() {
		if (isPaid()) {
			return this.amount;
		}
		boolean claimedPaid = this.claimedStatus != null && this.claimedStatus.isPaid();
		return (claimedPaid && this.claimedAmount != null) ? this.claimedAmount : BigDecimal.ZERO;
	}

}
