/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the published modules promise.
 */
@NullMarked
package io.github.kaspipay.integration.api;

import org.jspecify.annotations.NullMarked;
