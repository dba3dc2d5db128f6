/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.polling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.github.kaspipay.concurrent.Interrupts;
import io.github.kaspipay.logging.FailureLog;
import io.github.kaspipay.logging.LogScope;
import io.github.kaspipay.ledger.ObservationOutcome;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.ClaimOrder;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.ledger.OrderObservation.GivenUp;
import io.github.kaspipay.ledger.OrderObservation.Overdue;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.ledger.RefundEntry;
import io.github.kaspipay.ledger.StatusAnswers;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.Ability;
import io.github.kaspipay.order.KaspiPayGateway.Capabilities;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiPayGateway.StatusPermit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Polls the orders that are due: open ones on their schedule, those closed for want of a
 * payment for a day more, and any with an unconfirmed status or a refund in doubt.
 * Thread-safe. Internal: it may change in any release.
 */
public class KaspiOrderPoller {

	private static final Logger logger = LoggerFactory.getLogger(KaspiOrderPoller.class);

	private static final FailureLog failures = new FailureLog(logger, Level.WARN);

	private static final int MAX_CONSECUTIVE_FAILURES = 3;

	private static final int EXPIRED_AT_ONCE = 100;

	private static final Duration LONGEST_ROUND = Duration.ofSeconds(10);

	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(30);

	/**
	 * What Kaspi Pay signed is not forgotten for one answer that does not know it.
	 */
	private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

	private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

	private static final Duration REFUND_POLLED_FOR = Duration.ofDays(1);

	/**
	 * Somebody looks every second or so whether an order is due.
	 */
	private static final Duration ON_TIME_TOLERANCE = Duration.ofSeconds(3);

	private static final int EXPEDITED_INTERVAL_DIVISOR = 3;

	private final KaspiOrderLedger ledger;

	private final PollQueue polls;

	private final KaspiPayGateway gateway;

	private final Capabilities capabilities;

	private final StatusAnswers answers;

	private final Clock clock;

	private final KaspiPayInstrumentation instrumentation;

	private final LongSupplier nanoTime;

	private final AtomicInteger turn = new AtomicInteger();

	/**
	 * Since when permits were too few for what was due, or {@code null}.
	 */
	private volatile @Nullable Instant behindSince;

	/**
	 * Creates the poller.
	 * @param ledger records the answers
	 * @param polls says what is due
	 * @param gateway talks to Kaspi Pay
	 * @param clock the clock
	 */
	public KaspiOrderPoller(KaspiOrderLedger ledger, PollQueue polls, KaspiPayGateway gateway, Clock clock) {
		this(ledger, polls, gateway, clock, KaspiPayInstrumentation.NONE);
	}

	/**
	 * Creates the poller.
	 * @param ledger records the answers
	 * @param polls says what is due
	 * @param gateway talks to Kaspi Pay
	 * @param clock the clock
	 * @param instrumentation has a trace for each poll
	 */
	public KaspiOrderPoller(KaspiOrderLedger ledger, PollQueue polls, KaspiPayGateway gateway, Clock clock,
			KaspiPayInstrumentation instrumentation) {
		this(ledger, polls, gateway, clock, instrumentation, System::nanoTime);
	}

	KaspiOrderPoller(KaspiOrderLedger ledger, PollQueue polls, KaspiPayGateway gateway, Clock clock,
			KaspiPayInstrumentation instrumentation, LongSupplier nanoTime) {
		this.ledger = ledger;
		this.polls = polls;
		this.gateway = gateway;
		this.capabilities = Capabilities.of(gateway);
		this.answers = new StatusAnswers(gateway);
		this.clock = clock;
		this.instrumentation = instrumentation;
		this.nanoTime = nanoTime;
	}

	/**
	 * Polls the orders that are due now, one after the other, while there are permits,
	 * for some seconds: what is due then is left to the next call, so that other
	 * merchants have their turn. Of four polls one goes to an expedited order, if there
	 * is one, and otherwise to the most overdue, one to the most overdue, and two to the
	 * most overdue of the recent ones.
	 */
	public void poll() {
		if (!this.capabilities.can(Ability.STATUS_QUERIES)) {
			expire();
			return;
		}
		if (this.gateway.isHeldBack()) {
			this.behindSince = null;
			return;
		}
		if (this.behindSince == null) {
			this.behindSince = this.clock.instant();
		}
		long start = this.nanoTime.getAsLong();
		int failures = 0;
		while (failures < MAX_CONSECUTIVE_FAILURES && !Thread.currentThread().isInterrupted() && this.polls.hasDue()) {
			StatusPermit permit = this.gateway.tryAcquireBackgroundPermit();
			if (permit == null) {
				return;
			}
			List<LedgerEntry> claimed = claim();
			if (claimed.isEmpty()) {
				// another instance has it
				break;
			}
			LedgerEntry entry = claimed.get(0);
			boolean answered = this.instrumentation.traces().span("kaspi pay poll", () -> poll(entry, permit));
			failures = answered ? 0 : failures + 1;
			if (this.nanoTime.getAsLong() - start >= LONGEST_ROUND.toNanos()) {
				return;
			}
		}
		this.behindSince = null;
	}

	/**
	 * Closes the orders whose time is over, where there is nobody to ask. What could not
	 * be written is due again soon.
	 */
	private void expire() {
		while (!Thread.currentThread().isInterrupted() && this.polls.hasDue()) {
			List<LedgerEntry> due = this.polls.claimDue(ClaimOrder.OVERDUE, EXPIRED_AT_ONCE, (entry) -> SHORTEST_PAUSE);
			if (due.isEmpty()) {
				// another instance has them
				return;
			}
			for (LedgerEntry entry : due) {
				try {
					this.ledger.observe(new Overdue(entry.order().orderId()));
				}
				catch (Exception ex) {
					Interrupts.keep(ex);
					logger.warn("Order '{}' could not be closed; it is tried again", entry.order().orderId(), ex);
				}
			}
		}
	}

	private List<LedgerEntry> claim() {
		ClaimOrder order = switch (this.turn.getAndIncrement() & 3) {
			case 0 -> ClaimOrder.EXPEDITED;
			case 2 -> ClaimOrder.OVERDUE;
			default -> ClaimOrder.RECENT;
		};
		List<LedgerEntry> claimed = this.polls.claimDue(order, 1, this::pause);
		return (claimed.isEmpty() && order != ClaimOrder.OVERDUE)
				? this.polls.claimDue(ClaimOrder.OVERDUE, 1, this::pause) : claimed;
	}

	private @Nullable Duration pause(LedgerEntry entry) {
		if (entry.unconfirmed() != null) {
			return pauseBeforeConfirmation(entry, entry.unconfirmed().since());
		}
		RefundEntry refund = entry.pendingRefund();
		if (refund != null && !isSettledByHandOnly(refund)) {
			return growingPause(refund.createdAt());
		}
		return scheduledPause(entry);
	}

	/**
	 * What is claimed again and again puts no poll of an open order off.
	 */
	private Duration pauseBeforeConfirmation(LedgerEntry entry, Instant since) {
		Duration pause = Collections.max(List.of(growingPause(since), entry.asked().pause()));
		Duration scheduled = entry.order().isOpen() ? scheduledPause(entry) : null;
		return (scheduled != null) ? Collections.min(List.of(pause, scheduled)) : pause;
	}

	private @Nullable Duration scheduledPause(LedgerEntry entry) {
		PollingSchedule schedule = schedule(entry);
		boolean closes = entry.order().isOpen() && !entry.order().disputed();
		if (schedule == null || (!closes && PollingPlan.isOver(schedule, age(entry)))) {
			return null;
		}
		if (entry.closedLocally()) {
			return PollingPlan.pauseAfterClosing(schedule, age(entry));
		}
		boolean sooner = entry.expedited() && entry.schedule() == null;
		return sooner ? schedule.interval().dividedBy(EXPEDITED_INTERVAL_DIVISOR)
				: PollingPlan.pause(schedule, age(entry), late(entry));
	}

	/**
	 * Returns how late the poll is because other orders came first. What is late for
	 * another reason, as after a restart, does not count.
	 */
	private Duration late(LedgerEntry entry) {
		Instant now = this.clock.instant();
		Instant due = (entry.nextPollAt() != null) ? entry.nextPollAt() : now;
		Instant behind = (this.behindSince != null) ? this.behindSince : now;
		Instant since = Collections.max(List.of(due, behind, now.minus(PollQueue.RECENT)));
		Duration late = Duration.between(since, now);
		return (late.compareTo(ON_TIME_TOLERANCE) > 0) ? late : Duration.ZERO;
	}

	/**
	 * What no answer has settled in a day, none will.
	 */
	private boolean isSettledByHandOnly(RefundEntry refund) {
		return refund.createdAt().plus(REFUND_POLLED_FOR).isBefore(this.clock.instant());
	}

	/**
	 * What is waited for may be long in coming, or never come.
	 */
	private Duration growingPause(Instant since) {
		Duration grown = Duration.between(since, this.clock.instant()).dividedBy(5);
		if (grown.compareTo(LONGEST_PAUSE) > 0) {
			return LONGEST_PAUSE;
		}
		return (grown.compareTo(SHORTEST_PAUSE) > 0) ? grown : SHORTEST_PAUSE;
	}

	/**
	 * Returns {@code false} if the poll failed in a way in which the next one may fail
	 * too. After a few of these in a row the rest is left until it is due again.
	 */
	private boolean poll(LedgerEntry entry, StatusPermit permit) {
		return LogScope.call(entry.order().orderId(), () -> pollInScope(entry, permit));
	}

	private boolean pollInScope(LedgerEntry entry, StatusPermit permit) {
		String orderId = entry.order().orderId();
		Expectation expectation = Expectation.of(entry, this.clock.instant());
		try {
			KaspiOrder answer = this.answers.complete(permit.status(orderId), entry);
			ObservationOutcome outcome = this.ledger.observe(new Answered(answer, KaspiEventSource.POLL, expectation));
			logger.debug("Order '{}': polled, {}, {}", orderId, answer.status(), outcome);
			giveUpIfOverdue(entry);
		}
		catch (KaspiOrderNotFoundException ex) {
			LogScope.requestId(ex.getRequestId());
			logger.warn("Kaspi Pay does not know order '{}': {}", orderId, ex.getMessage());
			giveUpIfOverdue(entry);
			if (age(entry).compareTo(FORGOTTEN_AFTER) >= 0) {
				this.ledger.forget(entry);
			}
		}
		catch (KaspiPayException ex) {
			if (!this.gateway.isHeldBack()) {
				// that would have been said once for all
				LogScope.requestId(ex.getRequestId());
				logger.warn("Order '{}': status query failed; it will be retried: {}", orderId, ex.getMessage());
			}
			return !(ex instanceof KaspiAuthenticationException || ex instanceof KaspiRateLimitException
					|| ex instanceof KaspiConnectionException);
		}
		catch (Exception ex) {
			Interrupts.keep(ex);
			failures.log(ex, "Order '{}': the answer could not be recorded; it is polled again", orderId);
		}
		return true;
	}

	private void giveUpIfOverdue(LedgerEntry entry) {
		PollingSchedule schedule = schedule(entry);
		if (schedule != null && entry.order().isOpen() && age(entry).compareTo(schedule.giveUpAfter()) >= 0) {
			this.ledger.observe(new GivenUp(entry.order().orderId(), this.capabilities.unpaid()));
		}
	}

	/**
	 * What the answer to an order's creation asked for comes first.
	 */
	private @Nullable PollingSchedule schedule(LedgerEntry entry) {
		return (entry.schedule() != null) ? entry.schedule() : this.gateway.pollingSchedule(entry.order());
	}

	private Duration age(LedgerEntry entry) {
		Instant createdAt = entry.order().createdAt();
		return Duration.between((createdAt != null) ? createdAt : entry.recordedAt(), this.clock.instant());
	}

}
