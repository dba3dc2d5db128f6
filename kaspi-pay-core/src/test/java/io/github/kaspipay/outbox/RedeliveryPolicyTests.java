/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RedeliveryPolicyTests {

	private final RedeliveryPolicy policy = new RedeliveryPolicy(4, Duration.ofSeconds(5), Duration.ofMinutes(1));

	@ParameterizedTest
	@CsvSource({ "1, 5", "2, 10", "3, 20", "4, 40", "5, 60", "6, 60", "2147483647, 60" })
	void pausesDoubleUpToTheLongest(int attempts, long seconds) {
		assertThat(this.policy.pauseAfter(attempts)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void repeatsUntilTheLastAttempt() {
		assertThat(this.policy.repeatsAfter(3)).isTrue();
		assertThat(this.policy.repeatsAfter(4)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "0, PT1S, PT1S, maxAttempts", "-1, PT1S, PT1S, maxAttempts", "1, PT0S, PT1S, firstPause",
			"1, PT-1S, PT1S, firstPause", "1, PT2S, PT1S, maxPause" })
	void valuesOutOfRangeAreNamed(int maxAttempts, Duration firstPause, Duration maxPause, String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RedeliveryPolicy(maxAttempts, firstPause, maxPause))
			.withMessageStartingWith(name);
	}

}
