/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.concurrent;

import java.io.IOException;
import java.time.Duration;

import io.github.kaspipay.Undeclared;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What the others are told who wait for a call that failed.
 */
class SingleFlightTests {

	private final SingleFlight<String> flight = new SingleFlight<>();

	@Test
	void undeclaredInterruptAbandonsTheFlight() {
		assertThatThrownBy(() -> this.flight.lead(() -> {
			Undeclared.raise(new InterruptedException());
			return "";
		})).isInstanceOf(InterruptedException.class);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.flight.join("the call", Duration.ofSeconds(1), IllegalStateException::new)).isEmpty();
	}

	@Test
	void undeclaredCheckedExceptionReachesAllWhoWait() {
		assertThatThrownBy(() -> this.flight.lead(() -> {
			Undeclared.raise(new IOException("broken"));
			return "";
		})).isInstanceOf(IOException.class);
		assertThatThrownBy(() -> this.flight.join("the call", Duration.ofMillis(1), IllegalStateException::new))
			.hasRootCauseInstanceOf(IOException.class)
			.hasRootCauseMessage("broken");
	}

}
