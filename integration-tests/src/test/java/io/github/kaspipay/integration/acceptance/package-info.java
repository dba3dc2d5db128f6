/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Sells over each protocol and with each ledger, by real HTTP: what an application sees
 * is the same.
 */
@NullMarked
package io.github.kaspipay.integration.acceptance;

import org.jspecify.annotations.NullMarked;
