/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A short run of the simulation: what its README says holds in small too.
 */
class SimulationTests {

	private static final Scenario SCENARIO = new Scenario(1000, 20, 0.1, Duration.ofHours(1), 10);

	@Test
	void newPaymentsAreFoundSoonDespiteABacklogAndWithinTheLimit() {
		Simulation.Result starter = Simulation.run(SCENARIO, Plans.starter());
		Simulation.Result naive = Simulation.run(SCENARIO, Plans.naive());
		assertThat(starter.delays().percentile(95)).isLessThan(naive.delays().percentile(95).dividedBy(2));
		assertThat(starter.window().mostInAnyMinute()).isLessThanOrEqualTo(Scenario.CALLS);
		assertThat(starter.rejected()).isZero();
	}

	@Test
	void sameRunHasTheSameResult() {
		Scenario scenario = new Scenario(0, 90, 1, Duration.ofMinutes(20), 10);
		Simulation.Result first = Simulation.run(scenario, Plans.starter());
		Simulation.Result second = Simulation.run(scenario, Plans.starter());
		assertThat(second.window().calls()).isEqualTo(first.window().calls());
		assertThat(second.delays().percentile(50)).isEqualTo(first.delays().percentile(50));
	}

	@Test
	void tokenBucketKeepsToTheLimitToo() {
		Simulation.Result result = Simulation.run(new Scenario(1000, 75, 1, Duration.ofHours(1), 10), Plans.starter(),
				(clock) -> new TokenBucketWindow(20, clock));
		assertThat(result.window().mostInAnyMinute()).isBetween(70, Scenario.CALLS);
	}

}
