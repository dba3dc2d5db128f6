/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * How callers wait: for each other's calls, and for a while. How work goes on where a
 * part of it failed. Internal: it may change in any release.
 */
@NullMarked
package io.github.kaspipay.concurrent;

import org.jspecify.annotations.NullMarked;
