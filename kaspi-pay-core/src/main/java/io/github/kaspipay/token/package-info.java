/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The access token: where it comes from and how long it is kept.
 */
@NullMarked
package io.github.kaspipay.token;

import org.jspecify.annotations.NullMarked;
