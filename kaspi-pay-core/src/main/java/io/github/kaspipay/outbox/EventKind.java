/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;

/**
 * Kinds of events, by the names they are stored under. Internal: it may change in any
 * release.
 */
public enum EventKind {

	/**
	 * {@link KaspiOrderPaidEvent}.
	 */
	PAID(KaspiOrderPaidEvent.class),

	/**
	 * {@link KaspiOrderCancelledEvent}.
	 */
	CANCELLED(KaspiOrderCancelledEvent.class),

	/**
	 * {@link KaspiOrderExpiredEvent}.
	 */
	EXPIRED(KaspiOrderExpiredEvent.class),

	/**
	 * {@link KaspiOrderRefundedEvent}.
	 */
	REFUNDED(KaspiOrderRefundedEvent.class),

	/**
	 * {@link KaspiOrderDisputedEvent}.
	 */
	DISPUTED(KaspiOrderDisputedEvent.class);

	private final Class<? extends KaspiOrderEvent> type;

	EventKind(Class<? extends KaspiOrderEvent> type) {
		this.type = type;
	}

	/**
	 * Returns the kind of an event.
	 * @param event the event
	 * @return the kind
	 */
	public static EventKind of(KaspiOrderEvent event) {
		return of(event.getClass());
	}

	static EventKind of(Class<? extends KaspiOrderEvent> type) {
		for (EventKind kind : values()) {
			if (kind.type == type) {
				return kind;
			}
		}
		throw new IllegalArgumentException("type must be one of the records that implement KaspiOrderEvent");
	}

}
