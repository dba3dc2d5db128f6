/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The order service for reactive applications.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.reactive;

import org.jspecify.annotations.NullMarked;
