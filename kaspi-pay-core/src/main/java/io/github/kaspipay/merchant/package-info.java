/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Several merchants in one application.
 */
@NullMarked
package io.github.kaspipay.merchant;

import org.jspecify.annotations.NullMarked;
