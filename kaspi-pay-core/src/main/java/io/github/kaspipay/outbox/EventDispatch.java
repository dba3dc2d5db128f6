/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.util.List;

import io.github.kaspipay.event.KaspiOrderEvent;

/**
 * Delivers events right after they were written, without searching for them. Thread-safe.
 * Internal: it may change in any release.
 */
public interface EventDispatch {

	/**
	 * Says whether events written now would be delivered soon. If so, they are written as
	 * the first attempt, leased to this instance.
	 * @return whether {@link #dispatch} may be called
	 */
	boolean accepts();

	/**
	 * Starts to deliver events that were written as the first attempt, and returns at
	 * once.
	 * @param events the events of one order, oldest first
	 */
	void dispatch(List<KaspiOrderEvent> events);

}
