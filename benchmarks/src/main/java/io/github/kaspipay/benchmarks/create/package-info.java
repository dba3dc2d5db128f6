/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Creations of orders, beside the least that an application needs for the same.
 */
@NullMarked
package io.github.kaspipay.benchmarks.create;

import org.jspecify.annotations.NullMarked;
