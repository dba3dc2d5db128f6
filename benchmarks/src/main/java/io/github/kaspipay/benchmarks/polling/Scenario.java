/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Duration;

/**
 * What happens, whatever the plan.
 *
 * @param backlog how many orders are open at the start: what an outage of two hours left,
 * in which nothing was asked
 * @param arrivalsPerMinute how many customers come, evenly at random
 * @param webhookLoss which share of payments nobody tells of
 * @param duration how long it goes on
 * @param burst how many of the 100 calls a minute the questions leave to users
 */
record Scenario(int backlog, double arrivalsPerMinute, double webhookLoss, Duration duration, int burst) {

	static final int CALLS = 100;

	static final Duration MAX_WAIT = Duration.ofSeconds(5);

	static final Duration TRANSIT = Duration.ofSeconds(2);

	static final Duration OUTAGE = Duration.ofHours(2);

}
