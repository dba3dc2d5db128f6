/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The engine's own threads, started and stopped with the application.
 */
@NullMarked
package io.github.kaspipay.lifecycle;

import org.jspecify.annotations.NullMarked;
