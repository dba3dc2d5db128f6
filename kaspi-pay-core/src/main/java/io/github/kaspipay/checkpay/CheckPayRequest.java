/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A request of Kaspi's. It holds what it asks for, and never the shared secret.
 *
 * @param command what it asks for
 * @param transactionId Kaspi's id of the payment: 1 to 18 digits
 * @param account what is to be paid: 1 to 200 visible characters
 * @param sum the amount in ₸; only a {@link Command#PAY} means it
 * @param transactionDate when Kaspi took the money, or {@code null} where it is not said
 */
record CheckPayRequest(Command command, String transactionId, String account, BigDecimal sum,
		@Nullable Instant transactionDate) {

	enum Command {

		/**
		 * Asks whether the account can be paid.
		 */
		CHECK,

		/**
		 * Tells that the account was paid.
		 */
		PAY

	}

}
