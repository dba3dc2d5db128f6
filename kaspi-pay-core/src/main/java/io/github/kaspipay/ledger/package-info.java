/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What is known of each order: one state machine, its store and the event outbox.
 */
@NullMarked
package io.github.kaspipay.ledger;

import org.jspecify.annotations.NullMarked;
