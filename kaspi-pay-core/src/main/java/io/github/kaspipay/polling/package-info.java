/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Polls open orders, and those with a status that is not confirmed.
 */
@NullMarked
package io.github.kaspipay.polling;

import org.jspecify.annotations.NullMarked;
