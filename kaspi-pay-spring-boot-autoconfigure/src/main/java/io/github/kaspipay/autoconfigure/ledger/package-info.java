/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Where orders and events are kept, and the order service on top.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.ledger;

import org.jspecify.annotations.NullMarked;
