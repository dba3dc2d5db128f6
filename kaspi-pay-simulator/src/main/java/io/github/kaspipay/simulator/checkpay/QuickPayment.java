/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.math.BigDecimal;
import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A payment that a merchant has prepared by quick pay.
 *
 * @param token names it in the address that the customer is sent to
 * @param account the account
 * @param amount the amount in ₸
 * @param returnUrl where the customer goes afterwards, or {@code null}
 */
record QuickPayment(String token, String account, BigDecimal amount, @Nullable URI returnUrl) {

}
