/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackgroundHoldBackTests {

	private final MutableClock clock = new MutableClock("2026-05-09T16:20:00.750Z");

	private final BackgroundHoldBack holdBack = new BackgroundHoldBack(this.clock);

	@Test
	void holdsNothingBackAtFirst() {
		assertThat(this.holdBack.isActive()).isFalse();
		assertThat(this.holdBack.describe()).isNull();
		assertThat(this.holdBack.lastSuccess()).isNull();
	}

	@Test
	void pausesDoubleUpTo10Minutes() {
		List<Long> pauses = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			this.holdBack.refused("credentials");
			long pause = 0;
			while (this.holdBack.isActive()) {
				this.clock.advance(Duration.ofSeconds(1));
				pause++;
			}
			pauses.add(pause);
		}
		assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 480L, 600L, 600L);
	}

	@Test
	void failureWithinAPauseDoesNotMakeItGrow() {
		this.holdBack.refused("credentials");
		this.clock.advance(Duration.ofSeconds(29));
		this.holdBack.refused("credentials");
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.holdBack.isActive()).isFalse();
	}

	@Test
	void thirdFailureInARowHoldsBack() {
		for (int i = 0; i < 3; i++) {
			this.holdBack.failed("no answer");
			this.holdBack.failed("no answer");
			assertThat(this.holdBack.isActive()).isFalse();
			this.holdBack.succeeded();
		}
		this.holdBack.failed("no answer");
		this.holdBack.failed("no answer");
		this.holdBack.failed("no answer");
		assertThat(this.holdBack.isActive()).isTrue();
	}

	@Test
	void firstFailureAfterAPauseHoldsBackAgain() {
		this.holdBack.refused("credentials");
		this.clock.advance(Duration.ofSeconds(30));
		this.holdBack.failed("no answer");
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.holdBack.isActive()).isTrue();
	}

	@Test
	void successEndsItAndIsRemembered() {
		this.holdBack.refused("credentials");
		this.clock.advance(Duration.ofSeconds(10));
		this.holdBack.succeeded();
		assertThat(this.holdBack.isActive()).isFalse();
		assertThat(this.holdBack.describe()).isNull();
		assertThat(this.holdBack.lastSuccess()).isEqualTo(this.clock.instant());
		this.holdBack.refused("credentials");
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(this.holdBack.isActive()).isFalse();
	}

	@Test
	void saysSinceWhenAndWhenItTriesNext() {
		this.holdBack.refused("credentials");
		assertThat(this.holdBack.describe())
			.isEqualTo("held back since 2026-05-09T16:20:00Z, next try at 2026-05-09T16:20:30Z: credentials");
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(this.holdBack.describe())
			.isEqualTo("held back since 2026-05-09T16:20:00Z, next try now: credentials");
		this.holdBack.refused("blocked");
		assertThat(this.holdBack.describe())
			.isEqualTo("held back since 2026-05-09T16:20:00Z, next try at 2026-05-09T16:21:30Z: blocked");
	}

	@Test
	void endsThoughTheClockIsSetBack() {
		this.holdBack.refused("credentials");
		this.clock.advance(Duration.ofHours(-1));
		assertThat(this.holdBack.isActive()).isFalse();
	}

}
