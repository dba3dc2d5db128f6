/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Kaspi Pay's order API: OAuth2, orders, webhooks.
 */
@NullMarked
package io.github.kaspipay.ordersapi;

import org.jspecify.annotations.NullMarked;
