/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What Kaspi Pay charges.
 */
@NullMarked
package io.github.kaspipay.fee;

import org.jspecify.annotations.NullMarked;
