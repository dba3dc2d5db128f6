/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Is it from Kaspi Pay, and what does it say?
 */
@NullMarked
package io.github.kaspipay.webhook;

import org.jspecify.annotations.NullMarked;
