/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The open orders as only the simulation knows them.
 */
final class Truth {

	final double webhookLoss;

	final Map<String, OpenOrder> open = new LinkedHashMap<>();

	Truth(double webhookLoss) {
		this.webhookLoss = webhookLoss;
	}

	/**
	 * An order the ledger holds as open.
	 */
	static final class OpenOrder {

		final String orderId;

		final Instant createdAt;

		/**
		 * When it is paid without a webhook, or {@code null}.
		 */
		final @Nullable Instant lostPayment;

		/**
		 * How old the order was when it was last asked about.
		 */
		Duration asked = Duration.ZERO;

		final boolean isBacklog;

		OpenOrder(String orderId, Instant createdAt, @Nullable Instant lostPayment, boolean isBacklog) {
			this.isBacklog = isBacklog;
			this.orderId = orderId;
			this.createdAt = createdAt;
			this.lostPayment = lostPayment;
		}

	}

}
