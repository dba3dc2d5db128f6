/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What instances share through Redis, beside the least that asks it anything.
 */
@NullMarked
package io.github.kaspipay.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
