/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What an order takes in the ledger in memory.
 */
@NullMarked
package io.github.kaspipay.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
