/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Who the merchants are, what is set for each, and the parts that each has for itself.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.merchant;

import org.jspecify.annotations.NullMarked;
