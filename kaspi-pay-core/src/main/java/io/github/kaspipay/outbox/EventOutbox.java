/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The events that wait for their delivery. The ledger writes them, in the transaction of
 * the change they follow from. Thread-safe. Internal: it may change in any release.
 */
public interface EventOutbox {

	/**
	 * Leases events that are due: of each order only the oldest, each to one caller. The
	 * attempt is counted and the event put off before anybody is called, so that a
	 * listener that kills the process is not called for ever. What cannot be read is put
	 * off, and parked in the end, by itself.
	 * @param max how many at the most
	 * @param except ids of events that are left out, since this JVM still delivers them
	 * @param policy when an event is parked
	 * @return the events, the most overdue first
	 */
	List<LeasedEvent> claimDue(int max, Collection<String> except, RedeliveryPolicy policy);

	/**
	 * Delivers an event. It counts as delivered once the listeners return. What they
	 * write to the outbox's database is committed with that, or not at all.
	 * @param leased the event
	 * @param listeners take it
	 * @return {@code false} if nobody was called: the lease is over, or an older event of
	 * the order is not delivered yet
	 */
	boolean deliver(LeasedEvent leased, EventListeners listeners);

	/**
	 * Puts an event off whose attempt failed.
	 * @param leased the event
	 * @param pause when it is due again, or {@code null} to park it
	 * @param error why the attempt failed
	 */
	void putOff(LeasedEvent leased, @Nullable Duration pause, String error);

	/**
	 * Gives events back for which nobody was called: they are due at once, and the
	 * attempt does not count.
	 * @param leased the events
	 */
	void release(Collection<LeasedEvent> leased);

	/**
	 * Lists events whose delivery was given up.
	 * @param max how many at the most
	 * @return the events, oldest first
	 */
	List<ParkedEvent> findParked(int max);

	/**
	 * Counts the events whose delivery was given up.
	 * @return how many there are
	 */
	long countParked();

	/**
	 * Makes a parked event due again, with no attempts.
	 * @param eventId the event's id
	 * @return whether it was parked
	 */
	boolean redeliver(String eventId);

	/**
	 * Makes all parked events due again, with no attempts.
	 * @param kind of this kind only, or {@code null} for all
	 * @return how many there were
	 */
	int redeliverAll(@Nullable EventKind kind);

}
