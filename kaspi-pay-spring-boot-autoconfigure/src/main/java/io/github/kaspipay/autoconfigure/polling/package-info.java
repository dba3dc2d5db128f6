/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Rounds of polling for open orders of all merchants.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.polling;

import org.jspecify.annotations.NullMarked;
