/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.fault;

/**
 * A fault that is in force, as it was at one moment. Immutable.
 *
 * @param id what it is removed by
 * @param fault what goes wrong
 * @param applied how often it has happened
 */
public record ActiveFault(String id, Fault fault, int applied) {

	boolean isUsedUp() {
		Integer times = this.fault.times();
		return times != null && this.applied >= times;
	}

	ActiveFault appliedOnceMore() {
		return new ActiveFault(this.id, this.fault, this.applied + 1);
	}

}
