/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What a merchant does: create, query and refund orders.
 */
@NullMarked
package io.github.kaspipay.order;

import org.jspecify.annotations.NullMarked;
