package io.github.kaspipay.order;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * A refund that Kaspi Pay accepted.
 *
 * @param orderId Kaspi Pay's id of the order
 * @param amount what this refund gave back, in ₸
 * @param refundedTotal what has been given back of the order altogether, in ₸
 * @param status the order's status after the refund
 * @param refundId Kaspi Pay's id of the refund, or {@code null} where it gave none
 */
public record KaspiRefund(String orderId, BigDecimal amount, BigDecimal refundedTotal, KaspiOrderStatus status,
		@Nullable String refundId) {

}
