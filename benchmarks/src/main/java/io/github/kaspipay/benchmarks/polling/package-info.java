/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A day at the shop on a clock that is only moved: which orders are asked about when, and
 * how long users wait.
 */
@NullMarked
package io.github.kaspipay.benchmarks.polling;

import org.jspecify.annotations.NullMarked;
