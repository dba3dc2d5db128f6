/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Clock;

import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.order.KaspiPayGateway;

/**
 * Which order is asked about next.
 */
@FunctionalInterface
interface Plan {

	/**
	 * Begins to ask.
	 * @param shop what the plan works on
	 * @return called every second
	 */
	Runnable start(Shop shop);

	/**
	 * What a plan works on.
	 *
	 * @param ledger the ledger
	 * @param polls says what is due
	 * @param gateway asks
	 * @param clock the clock
	 * @param truth what no application knows
	 */
	record Shop(KaspiOrderLedger ledger, PollQueue polls, KaspiPayGateway gateway, Clock clock, Truth truth) {

	}

}
