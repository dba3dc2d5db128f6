/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Delivery of events to listeners, and what start-up says about the listeners.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
