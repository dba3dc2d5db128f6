/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The client of the orders API and the budget of its calls.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.client;

import org.jspecify.annotations.NullMarked;
