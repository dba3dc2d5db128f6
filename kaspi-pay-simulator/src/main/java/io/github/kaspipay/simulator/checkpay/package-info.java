/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Kaspi as the caller of check/pay, with quick pay.
 */
@NullMarked
package io.github.kaspipay.simulator.checkpay;

import org.jspecify.annotations.NullMarked;
