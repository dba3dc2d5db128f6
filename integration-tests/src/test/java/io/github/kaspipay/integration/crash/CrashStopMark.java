/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import org.springframework.context.SmartLifecycle;

/**
 * Writes down when the engine's threads are about to be stopped: it stops right before
 * them.
 */
class CrashStopMark implements SmartLifecycle {

	static final String EVENT = "STOPPING";

	private final FaultPoints faults;

	private volatile boolean running;

	CrashStopMark(FaultPoints faults) {
		this.faults = faults;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.faults.begin(EVENT);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return DEFAULT_PHASE - 4096 + 1;
	}

}
