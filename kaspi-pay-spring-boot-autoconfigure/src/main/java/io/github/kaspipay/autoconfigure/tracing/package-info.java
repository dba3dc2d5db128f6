/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Traces from orders to the events that follow, with Micrometer Tracing.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.tracing;

import org.jspecify.annotations.NullMarked;
