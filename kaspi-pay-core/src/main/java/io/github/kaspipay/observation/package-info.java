/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What an application sees of Kaspi Pay: observations of calls, webhooks and events, and
 * what is told to those who count.
 */
@NullMarked
package io.github.kaspipay.observation;

import org.jspecify.annotations.NullMarked;
