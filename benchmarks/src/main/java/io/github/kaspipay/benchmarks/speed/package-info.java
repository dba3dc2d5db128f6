/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * How fast the parts are that run for every webhook and every poll.
 */
@NullMarked
package io.github.kaspipay.benchmarks.speed;

import org.jspecify.annotations.NullMarked;
