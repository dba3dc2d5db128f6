/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The ledger and the outbox in the application's database: all that knows SQL.
 */
@NullMarked
package io.github.kaspipay.jdbc;

import org.jspecify.annotations.NullMarked;
