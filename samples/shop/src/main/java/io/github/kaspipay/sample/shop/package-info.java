/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A small web shop that takes Kaspi Pay.
 */
@NullMarked
package io.github.kaspipay.sample.shop;

import org.jspecify.annotations.NullMarked;
