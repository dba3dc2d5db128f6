/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A payment that Kaspi told of by itself, under its own id, as check/pay does.
 *
 * @param transactionId Kaspi's id of the payment
 * @param account the account that was paid: an order's reference, or one of the
 * application's own
 * @param orderId the order it is booked onto
 * @param amount what was paid, in ₸
 * @param paidAt when, as Kaspi's bank books it; where Kaspi has not said, when it was
 * recorded
 */
public record KaspiPayment(String transactionId, String account, String orderId, BigDecimal amount, Instant paidAt) {

	/**
	 * The zone by which Kaspi's bank keeps its books.
	 */
	public static final ZoneId BANK_ZONE = ZoneId.of("Asia/Almaty");

}
