/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What instances share through Redis: tokens, devices and budgets of calls.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.redis;

import org.jspecify.annotations.NullMarked;
