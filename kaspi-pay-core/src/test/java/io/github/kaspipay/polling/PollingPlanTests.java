/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.polling;

import java.time.Duration;

import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pauses by age and by how late questions come.
 */
class PollingPlanTests {

	private static final PollingSchedule SCHEDULE = new PollingSchedule(Duration.ofSeconds(30), Duration.ofMinutes(5),
			Duration.ofMinutes(30));

	@ParameterizedTest
	@CsvSource({ "0,30", "299,30", "300,60", "1000,200", "1700,100", "1800,360", "9000000,86400" })
	void growWithTheAge(long age, long pause) {
		assertThat(pause(age, 0)).isEqualTo(Duration.ofSeconds(pause));
	}

	@ParameterizedTest
	@CsvSource({ "60,30,60", "60,90,120", "60,450,480", "600,30,240", "600,90,480" })
	void stretchInProportion(long age, long late, long pause) {
		assertThat(pause(age, late)).isEqualTo(Duration.ofSeconds(pause));
	}

	@ParameterizedTest
	@CsvSource({ "60,900,930", "1000,900,800", "1700,30,100", "1800,900,360" })
	void neverStretchBeyondTheEndNorAfterIt(long age, long late, long pause) {
		assertThat(pause(age, late)).isEqualTo(Duration.ofSeconds(pause));
	}

	private static Duration pause(long age, long late) {
		return PollingPlan.pause(SCHEDULE, Duration.ofSeconds(age), Duration.ofSeconds(late));
	}

}
