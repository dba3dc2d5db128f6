/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What log lines have in common: their MDC keys, and the escaping of what came from
 * outside.
 */
@NullMarked
package io.github.kaspipay.logging;

import org.jspecify.annotations.NullMarked;
