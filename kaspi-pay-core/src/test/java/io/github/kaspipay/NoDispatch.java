/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.util.List;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.outbox.EventDispatch;

/**
 * Leaves events in the outbox.
 */
public final class NoDispatch implements EventDispatch {

	@Override
	public boolean accepts() {
		return false;
	}

	@Override
	public void dispatch(List<KaspiOrderEvent> events) {
		throw new AssertionError("Nothing was accepted");
	}

}
