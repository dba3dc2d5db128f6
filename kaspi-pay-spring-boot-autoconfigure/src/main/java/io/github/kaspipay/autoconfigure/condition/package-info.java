/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What decides which parts of Kaspi Pay there are.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.condition;

import org.jspecify.annotations.NullMarked;
