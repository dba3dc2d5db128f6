/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What all instances of an application share through Redis.
 */
@NullMarked
package io.github.kaspipay.redis;

import org.jspecify.annotations.NullMarked;
