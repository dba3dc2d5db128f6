package io.github.kaspipay.polling;

import java.time.Duration;

import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;

/**
 * When an open order is asked about next: evenly at first, then with pauses that grow
 * with its age, and when it counts as cancelled. From then on only an order that is not
 * closed by the answer is left: it is asked about ever more rarely, at least once a day.
 * With more orders than questions, the pauses of all orders stretch in proportion, but
 * for the last question.
 */
final class PollingPlan {

	private static final int GROWTH = 5;

	private static final Duration LONGEST = Duration.ofDays(1);

	private PollingPlan() {
	}

	/**
	 * Returns the pause after a question.
	 * @param schedule the order's schedule
	 * @param age how old the order is at the question
	 * @param late how late questions come
	 * @return the pause
	 */
	static Duration pause(PollingSchedule schedule, Duration age, Duration late) {
		boolean young = age.compareTo(schedule.duration()) < 0;
		Duration pause = young ? schedule.interval() : atLeast(schedule.interval(), age.dividedBy(GROWTH));
		Duration toEnd = schedule.giveUpAfter().minus(age);
		boolean ended = toEnd.isNegative() || toEnd.isZero();
		return ended ? atMost(LONGEST, pause) : atMost(toEnd, stretch(pause, late, schedule.interval()));
	}

	/**
	 * A young order that is asked twice as rarely as it should be has all orders asked
	 * twice as rarely.
	 */
	private static Duration stretch(Duration pause, Duration late, Duration interval) {
		double factor = 1 + (double) late.toMillis() / interval.toMillis();
		return Duration.ofMillis((long) (pause.toMillis() * factor));
	}

	private static Duration atLeast(Duration least, Duration duration) {
		return (duration.compareTo(least) < 0) ? least : duration;
	}

	private static Duration atMost(Duration most, Duration duration) {
		return (duration.compareTo(most) > 0) ? most : duration;
	}

}
