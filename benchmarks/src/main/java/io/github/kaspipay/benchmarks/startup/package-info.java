/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The start of a minimal web application with and without the starter.
 */
@NullMarked
package io.github.kaspipay.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
