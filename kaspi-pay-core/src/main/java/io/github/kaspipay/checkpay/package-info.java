/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The check/pay protocol: Kaspi asks the merchant's server whether an account can be
 * paid, and tells it of the payment.
 */
@NullMarked
package io.github.kaspipay.checkpay;

import org.jspecify.annotations.NullMarked;
