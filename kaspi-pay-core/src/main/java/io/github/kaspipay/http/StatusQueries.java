/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.util.function.Function;

import io.github.kaspipay.http.KaspiCalls.Attempts;
import io.github.kaspipay.observation.KaspiCallContext.Operation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiPayGateway.StatusPermit;
import org.jspecify.annotations.Nullable;

/**
 * A protocol's status queries: for a caller who waits, and in the background. Internal:
 * it may change in any release. Thread-safe.
 */
public final class StatusQueries {

	private final KaspiCalls calls;

	private final String what;

	private final Function<String, Function<Attempts, KaspiOrder>> query;

	StatusQueries(KaspiCalls calls, String what, Function<String, Function<Attempts, KaspiOrder>> query) {
		this.calls = calls;
		this.what = what;
		this.query = query;
	}

	/**
	 * Queries an order that somebody waits for.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the order
	 */
	public KaspiOrder forUser(String orderId) {
		return this.calls.forUser(this.what, Operation.STATUS, orderId, this.query.apply(orderId));
	}

	/**
	 * Acquires a permit for a query that nobody waits for, to be made at once.
	 * @return the permit, or {@code null} if there is none
	 */
	public @Nullable StatusPermit tryAcquireBackgroundPermit() {
		return this.calls.tryAcquireInBackground() ? this::inBackground : null;
	}

	private KaspiOrder inBackground(String orderId) {
		return this.calls.inBackground(this.what, Operation.STATUS, orderId, this.query.apply(orderId));
	}

}
