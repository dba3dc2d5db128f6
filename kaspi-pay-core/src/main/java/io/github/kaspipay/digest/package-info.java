/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Digests of what is compared or looked up without being kept. Internal: it may change in
 * any release.
 */
@NullMarked
package io.github.kaspipay.digest;

import org.jspecify.annotations.NullMarked;
