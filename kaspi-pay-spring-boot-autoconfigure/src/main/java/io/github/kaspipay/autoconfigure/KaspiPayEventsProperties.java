/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Delivery of events to listeners.
 *
 * @param enabled Whether this instance delivers events. Where an application shares the
 * database with another one whose listeners are meant, switch it off.
 * @param maxAttempts Number of attempts before an event is parked. With the default
 * pauses the default is three days.
 * @param firstPause Pause after the first failure. It doubles with each further one.
 * @param maxPause Longest pause between two attempts.
 * @param concurrency Number of events that are delivered at a time.
 * @param listenerTimeout Time the listeners of one event may take altogether before their
 * thread is interrupted.
 * @param retention Time for which the database keeps a delivered event.
 * @param strict Whether start-up fails on a listener that does not keep the promise of
 * delivery, such as an asynchronous one. Otherwise it is named in a warning.
 */
public record KaspiPayEventsProperties(@DefaultValue("true") boolean enabled, @DefaultValue("440") int maxAttempts,
		@DefaultValue("1s") Duration firstPause, @DefaultValue("10m") Duration maxPause,
		@DefaultValue("4") int concurrency, @DefaultValue("60s") Duration listenerTimeout,
		@DefaultValue("30d") Duration retention, @DefaultValue("false") boolean strict) {

	/**
	 * Returns the same, checked.
	 */
	KaspiPayEventsProperties checked() {
		PropertyRules.require(this.maxAttempts > 0, "events.max-attempts", "must be more than 0", this.maxAttempts);
		PropertyRules.requireBetween("events.first-pause", this.firstPause, Duration.ofMillis(10), Duration.ofDays(1));
		PropertyRules.requireBetween("events.max-pause", this.maxPause, Duration.ofMillis(10), Duration.ofDays(7));
		PropertyRules.require(this.maxPause.compareTo(this.firstPause) >= 0, "events.max-pause",
				"must be at least kaspi.pay.events.first-pause", this.maxPause);
		PropertyRules.require(this.concurrency > 0 && this.concurrency <= 64, "events.concurrency",
				"must be between 1 and 64", this.concurrency);
		PropertyRules.requireBetween("events.listener-timeout", this.listenerTimeout, Duration.ofSeconds(1),
				Duration.ofHours(1));
		PropertyRules.requireBetween("events.retention", this.retention, Duration.ofHours(1), Duration.ofDays(3650));
		return this;
	}

}
