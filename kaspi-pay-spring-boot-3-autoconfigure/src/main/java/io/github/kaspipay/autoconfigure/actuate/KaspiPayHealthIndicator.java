/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * Says what a person should know. Down while the ledger cannot be read or does not answer
 * within 2 seconds, and up otherwise: all goes on without Redis, what Kaspi Pay does not
 * answer is made up for when it is back, and a parked event, a dispute or a silent
 * webhook is no reason to restart the application. No part of readiness or liveness.
 * Makes no call to Kaspi Pay.
 */
class KaspiPayHealthIndicator extends AbstractHealthIndicator {

	private final KaspiPayState state;

	KaspiPayHealthIndicator(KaspiPayState state) {
		super("Kaspi Pay's ledger cannot be read");
		this.state = state;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) throws Exception {
		builder.up().withDetails(this.state.read());
	}

}
