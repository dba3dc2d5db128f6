/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.polling;

import java.time.Duration;

import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;

/**
 * When an order is polled next: evenly at first, then at pauses that grow with its age.
 * When it counts as cancelled, a customer may still pay: it is polled for a day more.
 * With more orders than permits, the pauses of all orders stretch in proportion, but for
 * the last poll before an order is closed.
 */
final class PollingPlan {

	private static final int GROWTH = 5;

	/**
	 * For how long an order is polled after it was closed for want of a payment.
	 */
	private static final Duration POLLED_ON_FOR = Duration.ofDays(1);

	private PollingPlan() {
	}

	/**
	 * Says whether this poll of an order is the last one.
	 * @param schedule the order's schedule
	 * @param age how old the order is at the poll
	 * @return whether none follows
	 */
	static boolean isOver(PollingSchedule schedule, Duration age) {
		return age.compareTo(schedule.giveUpAfter().plus(POLLED_ON_FOR)) >= 0;
	}

	/**
	 * Returns the pause after a poll.
	 * @param schedule the order's schedule
	 * @param age how old the order is at the poll
	 * @param late how late polls come
	 * @return the pause
	 */
	static Duration pause(PollingSchedule schedule, Duration age, Duration late) {
		boolean young = age.compareTo(schedule.duration()) < 0;
		Duration pause = young ? schedule.interval() : atLeast(schedule.interval(), age.dividedBy(GROWTH));
		Duration toEnd = schedule.giveUpAfter().minus(age);
		boolean ended = toEnd.isNegative() || toEnd.isZero();
		return ended ? atMost(POLLED_ON_FOR, pause) : atMost(toEnd, stretch(pause, late, schedule.interval()));
	}

	/**
	 * Returns the pause after a poll of an order that was closed for want of a payment.
	 * @param schedule the order's schedule
	 * @param age how old the order is at the poll
	 * @return the pause
	 */
	static Duration pauseAfterClosing(PollingSchedule schedule, Duration age) {
		return atLeast(schedule.interval(), age);
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
