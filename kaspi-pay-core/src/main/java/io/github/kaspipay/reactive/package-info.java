/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What a merchant does, for applications on Reactor.
 */
@NullMarked
package io.github.kaspipay.reactive;

import org.jspecify.annotations.NullMarked;
