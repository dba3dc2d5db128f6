/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CallLimitTests {

	@ParameterizedTest
	@CsvSource({ "0, 0, calls must be at least 1", "10, -1, burst must be at least 0", "10, 10, less than the 10 calls",
			"1, 1, less than the 1 calls" })
	void refusesWhatIsOutOfItsRange(int calls, int burst, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> new CallLimit(calls, burst, Duration.ofMinutes(1)))
			.withMessageContaining(message);
	}

	@Test
	void backgroundHasWhatTheBurstLeaves() {
		CallLimit limit = CallLimit.perMinute(100, 99, Duration.ofSeconds(2));
		assertThat(limit.callsFor(CallPriority.USER)).isEqualTo(100);
		assertThat(limit.callsFor(CallPriority.BACKGROUND)).isEqualTo(1);
		assertThat(limit.backgroundPause()).isEqualTo(Duration.ofSeconds(62));
	}

}
