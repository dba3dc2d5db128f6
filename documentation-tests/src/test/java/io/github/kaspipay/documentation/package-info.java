/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the documentation: each code block is compiled, bound, parsed or run, and each
 * link is followed.
 */
@NullMarked
package io.github.kaspipay.documentation;

import org.jspecify.annotations.NullMarked;
