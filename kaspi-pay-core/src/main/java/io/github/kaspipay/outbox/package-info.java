/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The events that wait for their listeners, and their delivery: in order for each order,
 * and again after a listener threw.
 */
@NullMarked
package io.github.kaspipay.outbox;

import org.jspecify.annotations.NullMarked;
