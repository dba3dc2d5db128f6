/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

import java.time.Duration;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;

/**
 * Is told what happens, to count and time it. What it throws is logged and changes
 * nothing. Must be quick and thread-safe. Internal: it may change in any release.
 */
public interface KaspiPayMonitor {

	/**
	 * An event was recorded: its transaction has committed.
	 * @param event the event
	 */
	default void recorded(KaspiOrderEvent event) {
	}

	/**
	 * It is known how long after a payment it was recorded.
	 * @param merchant the merchant's name, empty for the default one
	 * @param source who told of the payment
	 * @param delay from Kaspi Pay's {@code paidAt} until it was recorded
	 */
	default void detected(String merchant, KaspiEventSource source, Duration delay) {
	}

	/**
	 * An event was delivered.
	 * @param event the event
	 */
	default void delivered(KaspiOrderEvent event) {
	}

	/**
	 * A call that somebody waits for was given its permit, or none in time.
	 * @param merchant the merchant's name, empty for the default one
	 * @param wait how long it waited
	 */
	default void waited(String merchant, Duration wait) {
	}

	/**
	 * A request that says it is Kaspi's was refused: nobody knows whose it is.
	 * @param merchant the merchant's name, empty for the default one
	 * @param reason why
	 */
	default void callerRefused(String merchant, CallerRefusal reason) {
	}

	/**
	 * Why a caller is refused.
	 */
	enum CallerRefusal {

		/**
		 * It does not call from an address of Kaspi's.
		 */
		FOREIGN,

		/**
		 * It does not know the shared secret.
		 */
		SECRET

	}

}
