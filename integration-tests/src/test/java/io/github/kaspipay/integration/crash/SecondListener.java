/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import io.github.kaspipay.event.KaspiOrderEvent;

import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

/**
 * Hears of each event after {@link CrashListener}.
 */
class SecondListener {

	private final FaultPoints faults;

	SecondListener(FaultPoints faults) {
		this.faults = faults;
	}

	@EventListener
	@Order(2)
	void on(KaspiOrderEvent event) {
		this.faults.reach(FaultPoint.SECOND_LISTENER, event.reference());
	}

}
