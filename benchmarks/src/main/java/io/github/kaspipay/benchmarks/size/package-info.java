/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * How the tables behave as they grow, and what many transitions leave in them.
 */
@NullMarked
package io.github.kaspipay.benchmarks.size;

import org.jspecify.annotations.NullMarked;
