package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an order.
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
 */
public record KaspiOrder(String orderId, @Nullable String reference, KaspiOrderStatus status, BigDecimal amount,
		BigDecimal refundedAmount, @Nullable String qrData, @Nullable URI paymentUrl, @Nullable Instant createdAt,
		@Nullable Instant expiresAt, @Nullable Instant paidAt) {

}
