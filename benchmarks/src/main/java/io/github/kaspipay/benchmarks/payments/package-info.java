/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Payments that are recorded in PostgreSQL and delivered, beside the fewest statements
 * that could do it.
 */
@NullMarked
package io.github.kaspipay.benchmarks.payments;

import org.jspecify.annotations.NullMarked;
