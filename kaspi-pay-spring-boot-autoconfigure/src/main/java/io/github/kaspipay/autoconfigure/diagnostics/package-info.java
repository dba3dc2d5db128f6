/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What is said at start-up: failures with what to do about them, and warnings.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
