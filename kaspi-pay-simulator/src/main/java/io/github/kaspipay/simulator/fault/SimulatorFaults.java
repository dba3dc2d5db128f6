/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.kaspipay.simulator.journal.StateVersion;
import org.jspecify.annotations.Nullable;

/**
 * The faults of a simulator that are in force. A call of the API suffers the oldest fault
 * that fits, a webhook the oldest one of each type; a fault that has happened as often as
 * it should leaves the list. Safe for use by several threads.
 */
public final class SimulatorFaults {

	private final StateVersion version;

	private final List<ActiveFault> faults = new ArrayList<>();

	private long lastId;

	SimulatorFaults(StateVersion version) {
		this.version = version;
	}

	/**
	 * Puts a fault in force.
	 * @param fault what is to go wrong
	 * @return the fault with the id to remove it by
	 */
	public synchronized ActiveFault add(Fault fault) {
		ActiveFault added = new ActiveFault(Long.toString(++this.lastId), fault, 0);
		this.faults.add(added);
		this.version.increment();
		return added;
	}

	/**
	 * Returns the faults in force.
	 * @return the faults as they are now, the oldest first
	 */
	public synchronized List<ActiveFault> active() {
		return List.copyOf(this.faults);
	}

	/**
	 * Ends a fault.
	 * @param id the fault's id
	 * @return whether it was in force
	 */
	public synchronized boolean remove(String id) {
		boolean removed = this.faults.removeIf((active) -> active.id().equals(id));
		this.version.increment();
		return removed;
	}

	/**
	 * Ends all faults. Webhooks that were delayed or held back before stay so.
	 */
	public synchronized void clear() {
		this.faults.clear();
		this.version.increment();
	}

	synchronized @Nullable ApiFault take(Operation operation) {
		for (ActiveFault active : this.faults) {
			if (active.fault() instanceof ApiFault fault && fault.operations().contains(operation)) {
				apply(List.of(active));
				return fault;
			}
		}
		return null;
	}

	synchronized Collection<WebhookFault> take(String orderId, Predicate<WebhookFault> possible) {
		Map<WebhookFault.Type, WebhookFault> taken = new EnumMap<>(WebhookFault.Type.class);
		List<ActiveFault> applied = new ArrayList<>();
		for (ActiveFault active : this.faults) {
			if (active.fault() instanceof WebhookFault fault && possible.test(fault)
					&& (fault.orderId() == null || fault.orderId().equals(orderId))
					&& taken.putIfAbsent(fault.type(), fault) == null) {
				applied.add(active);
			}
		}
		apply(applied);
		return taken.values();
	}

	private void apply(List<ActiveFault> applied) {
		if (!applied.isEmpty()) {
			this.faults.replaceAll((active) -> applied.contains(active) ? active.appliedOnceMore() : active);
			this.faults.removeIf(ActiveFault::isUsedUp);
			this.version.increment();
		}
	}

}
