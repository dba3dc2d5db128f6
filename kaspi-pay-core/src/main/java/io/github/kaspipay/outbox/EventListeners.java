/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.util.List;

import io.github.kaspipay.event.KaspiOrderEvent;

/**
 * Those who listen to an event. Internal: it may change in any release.
 */
@FunctionalInterface
public interface EventListeners {

	/**
	 * Calls all of them.
	 * @param event the event
	 * @param causes the traces that led to it, each as a W3C {@code traceparent}: of what
	 * recorded it, and of what created the order, as far as they are known
	 */
	void call(KaspiOrderEvent event, List<String> causes);

}
