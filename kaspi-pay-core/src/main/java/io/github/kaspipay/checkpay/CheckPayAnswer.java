/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What Kaspi is answered.
 *
 * @param transactionId Kaspi's id of the payment as received; empty where it could not be
 * read
 * @param result the result
 * @param sum the amount due, or received, in ₸, or {@code null} where there is none to
 * tell
 * @param paymentId the merchant's id of the payment, or {@code null} for a check or where
 * there is none
 * @param fields what the payer is shown, by its label, in this order
 * @param bin the company that is paid, or {@code null}
 */
record CheckPayAnswer(String transactionId, CheckPayResult result, @Nullable BigDecimal sum, @Nullable String paymentId,
		Map<String, String> fields, @Nullable String bin) {

	static CheckPayAnswer of(String transactionId, CheckPayResult result) {
		return new CheckPayAnswer(transactionId, result, null, null, Map.of(), null);
	}

}
