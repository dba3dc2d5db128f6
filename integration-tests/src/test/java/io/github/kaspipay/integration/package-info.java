/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the integration tests share.
 */
@NullMarked
package io.github.kaspipay.integration;

import org.jspecify.annotations.NullMarked;
