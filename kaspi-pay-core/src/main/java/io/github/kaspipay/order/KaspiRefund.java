/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A refund. Immutable.
 *
 * @param orderId Kaspi Pay's id of the order
 * @param amount what this refund gives back, in ₸; {@code null} only for one made
 * elsewhere whose amount nobody said
 * @param refundedTotal what is known to have been given back of the order altogether, in
 * ₸
 * @param status the order's status
 * @param refundId Kaspi Pay's id of the refund, or {@code null} where it gave none
 * @param key the key it was asked for with, or {@code null}
 * @param state what is known of it
 * @param createdAt when it was sent, or seen
 */
public record KaspiRefund(String orderId, @Nullable BigDecimal amount, BigDecimal refundedTotal,
		KaspiOrderStatus status, @Nullable String refundId, @Nullable String key, KaspiRefundState state,
		Instant createdAt) {

}
