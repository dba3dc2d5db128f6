package io.github.kaspipay.ratelimit;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left to the background while users take all there is, on a clock that only
 * moves when told.
 */
class BackgroundShareTests {

	private static final CallLimit LIMIT = new CallLimit(100, 20, Duration.ofMinutes(1));

	private long nanos;

	private final LocalCallWindow window = new LocalCallWindow(LIMIT, () -> this.nanos);

	private int users;

	private int background;

	@Test
	void backgroundHasAboutOneCallInTwentyHoweverManyUsersThereAre() {
		run(Duration.ofMinutes(1), true);
		this.users = 0;
		this.background = 0;
		run(Duration.ofMinutes(10), true);
		assertThat(this.background).isBetween(40, 60);
		assertThat(this.users + this.background).isBetween(980, 1000);
	}

	@Test
	void usersHaveAllCallsWhileTheBackgroundWantsNone() {
		run(Duration.ofMinutes(1), false);
		this.users = 0;
		run(Duration.ofMinutes(10), false);
		assertThat(this.users).isBetween(990, 1000);
	}

	@Test
	void backgroundThatStoppedAskingHoldsNothingBack() {
		run(Duration.ofMinutes(1), true);
		run(Duration.ofMinutes(1), false);
		this.users = 0;
		run(Duration.ofMinutes(1), false);
		assertThat(this.users).isBetween(99, 100);
	}

	@Test
	void onlyCallOfALimitOfOneGoesToTheBackgroundNowAndThen() {
		LocalCallWindow one = new LocalCallWindow(new CallLimit(1, 0, Duration.ofSeconds(1)), () -> this.nanos);
		int taken = 0;
		for (int tenth = 0; tenth < 1000; tenth++) {
			this.nanos += Duration.ofMillis(100).toNanos();
			taken += one.take(CallPriority.USER).isZero() ? 1 : 0;
			this.background += one.take(CallPriority.BACKGROUND).isZero() ? 1 : 0;
		}
		assertThat(taken + this.background).isBetween(95, 101);
	}

	/**
	 * Users ask 120 times a minute, the background 60 times.
	 */
	private void run(Duration duration, boolean withBackground) {
		long step = Duration.ofMillis(50).toNanos();
		for (long passed = step; passed <= duration.toNanos(); passed += step) {
			this.nanos += step;
			if (passed % Duration.ofMillis(500).toNanos() == 0 && this.window.take(CallPriority.USER).isZero()) {
				this.users++;
			}
			if (withBackground && passed % Duration.ofSeconds(1).toNanos() == 0
					&& this.window.take(CallPriority.BACKGROUND).isZero()) {
				this.background++;
			}
		}
	}

}
