/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Webhooks and orders over HTTP, beside the least that an application needs for the same.
 */
@NullMarked
package io.github.kaspipay.benchmarks.web;

import org.jspecify.annotations.NullMarked;
