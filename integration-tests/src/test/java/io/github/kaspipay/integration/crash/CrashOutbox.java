/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import io.github.kaspipay.jdbc.JdbcEventOutbox;
import io.github.kaspipay.outbox.EventKind;
import io.github.kaspipay.outbox.EventListeners;
import io.github.kaspipay.outbox.EventOutbox;
import io.github.kaspipay.outbox.LeasedEvent;
import io.github.kaspipay.outbox.ParkedEvent;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The outbox, whose deliveries can be stopped around their commit.
 */
class CrashOutbox implements EventOutbox {

	private final EventOutbox outbox;

	private final FaultPoints faults;

	CrashOutbox(JdbcEventOutbox outbox, FaultPoints faults) {
		this.outbox = outbox;
		this.faults = faults;
	}

	@Override
	public List<LeasedEvent> claimDue(int max, Collection<String> except, RedeliveryPolicy policy) {
		return this.outbox.claimDue(max, except, policy);
	}

	@Override
	public boolean deliver(LeasedEvent leased, EventListeners listeners) {
		return this.faults.during(leased.event().reference(), FaultPoint.DELIVERY_BEFORE_COMMIT,
				FaultPoint.DELIVERY_AFTER_COMMIT, () -> this.outbox.deliver(leased, listeners));
	}

	@Override
	public void putOff(LeasedEvent leased, @Nullable Duration pause, String error) {
		this.outbox.putOff(leased, pause, error);
	}

	@Override
	public void release(Collection<LeasedEvent> leased) {
		this.outbox.release(leased);
	}

	@Override
	public List<ParkedEvent> findParked(int max) {
		return this.outbox.findParked(max);
	}

	@Override
	public long countParked() {
		return this.outbox.countParked();
	}

	@Override
	public boolean redeliver(String eventId) {
		return this.outbox.redeliver(eventId);
	}

	@Override
	public int redeliverAll(@Nullable EventKind kind) {
		return this.outbox.redeliverAll(kind);
	}

}
