/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.math.BigDecimal;

import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a notification says. Kaspi Pay sends one to an order's callback address when the
 * order's status changes. Immutable.
 *
 * @param orderId the order's id, 1 to 64 of {@code A-Z a-z 0-9 _ -}
 * @param status the order's status, one that the contract does not name included
 * @param reference the merchant's own id of the order, or {@code null} if it was left out
 * @param amount the order's amount in ₸, not negative, or {@code null} if it was left out
 */
record KaspiWebhookNotification(String orderId, KaspiOrderStatus status, @Nullable String reference,
		@Nullable BigDecimal amount) {

}
