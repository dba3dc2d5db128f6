/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The simulated orders API, and the orders.
 */
@NullMarked
package io.github.kaspipay.simulator.order;

import org.jspecify.annotations.NullMarked;
