/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.math.BigDecimal;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a merchant answered to a check or pay request.
 *
 * @param result the result, 0 to 5
 * @param sum the sum, in ₸, or {@code null} without one
 * @param paymentId the merchant's id of the payment, or {@code null} without one
 * @param fields what the payer is shown, by its label, in this order
 */
public record CheckPayAnswer(int result, @Nullable BigDecimal sum, @Nullable String paymentId,
		Map<String, String> fields) {

}
