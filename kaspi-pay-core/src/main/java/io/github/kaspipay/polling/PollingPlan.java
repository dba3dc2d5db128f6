package io.github.kaspipay.polling;

import java.time.Duration;

import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import org.jspecify.annotations.Nullable;

/**
 * When an open order is asked about next: evenly at first, then with pauses that grow
 * with its age, and a last time when it counts as cancelled.
 */
final class PollingPlan {

	private static final int GROWTH = 5;

	private static final Duration AFTER_THE_END = Duration.ofMinutes(5);

	private static final int ENDS_FOR_GOOD_AFTER = 48;

	private PollingPlan() {
	}

	/**
	 * Returns the pause after a question.
	 * @param schedule the order's schedule
	 * @param age how old the order is at the question
	 * @return the pause, or {@code null} if it was the last question
	 */
	static @Nullable Duration pause(PollingSchedule schedule, Duration age) {
		if (age.compareTo(schedule.giveUpAfter().multipliedBy(ENDS_FOR_GOOD_AFTER)) >= 0) {
			return null;
		}
		Duration toEnd = schedule.giveUpAfter().minus(age);
		if (toEnd.isNegative() || toEnd.isZero()) {
			return (AFTER_THE_END.compareTo(schedule.interval()) > 0) ? AFTER_THE_END : schedule.interval();
		}
		boolean young = age.compareTo(schedule.duration()) < 0;
		Duration grown = age.dividedBy(GROWTH);
		Duration pause = (young || grown.compareTo(schedule.interval()) < 0) ? schedule.interval() : grown;
		return (pause.compareTo(toEnd) < 0) ? pause : toEnd;
	}

}
