/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What a merchant hears: one event for each thing that became of an order.
 */
@NullMarked
package io.github.kaspipay.event;

import org.jspecify.annotations.NullMarked;
