/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What can go wrong: {@link io.github.kaspipay.KaspiPayException} and its kinds.
 */
@NullMarked
package io.github.kaspipay;

import org.jspecify.annotations.NullMarked;
