/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What is said of measurements made in turns.
 */
@NullMarked
package io.github.kaspipay.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
