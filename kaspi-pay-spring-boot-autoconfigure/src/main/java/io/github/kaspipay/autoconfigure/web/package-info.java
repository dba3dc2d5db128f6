/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the endpoints for Kaspi share in either web stack: paths, their conflicts, what
 * passes Spring Security, and the log of what was refused.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
