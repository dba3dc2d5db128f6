/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The budget of calls: Kaspi Pay answers a limited number of them a minute, and the users
 * of all instances go first.
 */
@NullMarked
package io.github.kaspipay.ratelimit;

import org.jspecify.annotations.NullMarked;
