/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import io.github.kaspipay.event.KaspiOrderEvent;

/**
 * An event that this instance may deliver for a while. The attempt is counted already.
 * Internal: it may change in any release.
 *
 * @param event the event
 * @param attempt which attempt this is, from 1
 */
public record LeasedEvent(KaspiOrderEvent event, int attempt) {

}
