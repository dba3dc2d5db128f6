/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Polling of open orders.
 *
 * @param enabled Whether this instance polls open orders, and those with a status that
 * Kaspi Pay has yet to confirm. With the ledger in a database another instance may do it.
 * @param interval Pause between two polls of a young order.
 * @param duration Age up to which an order is young; the pauses grow from then on.
 * @param giveUpAfter Age at which an order that is still unpaid counts as cancelled.
 */
public record KaspiPayPollingProperties(@DefaultValue("true") boolean enabled, @DefaultValue("30s") Duration interval,
		@DefaultValue("5m") Duration duration, @DefaultValue("30m") Duration giveUpAfter) {

	/**
	 * Returns the same, checked.
	 */
	KaspiPayPollingProperties checked() {
		PropertyRules.requireBetween("polling.interval", this.interval, Duration.ofMillis(100), Duration.ofHours(1));
		PropertyRules.requireBetween("polling.duration", this.duration, Duration.ofSeconds(1), Duration.ofDays(1));
		PropertyRules.requireBetween("polling.give-up-after", this.giveUpAfter, Duration.ofSeconds(1),
				Duration.ofDays(7));
		PropertyRules.require(this.giveUpAfter.compareTo(this.duration) >= 0, "polling.give-up-after",
				"must be at least kaspi.pay.polling.duration, " + PropertyRules.text(this.duration),
				PropertyRules.text(this.giveUpAfter));
		return this;
	}

}
