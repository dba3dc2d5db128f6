package io.github.kaspipay.polling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.OrderObservation;
import io.github.kaspipay.ledger.OrderObservation.Question;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiPayGateway.StatusPermit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kaspi Pay about the orders that are due: open ones on their schedule, and any
 * whose claimed status has to be confirmed. Thread-safe.
 */
public final class KaspiOrderPoller {

	private static final Logger logger = LoggerFactory.getLogger(KaspiOrderPoller.class);

	private static final int ENOUGH_FAILURES = 3;

	private static final Duration REPEATED_QUESTION = Duration.ofSeconds(30);

	/**
	 * What Kaspi Pay signed is not forgotten for one answer that does not know it.
	 */
	private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

	private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

	/**
	 * A young order may not be due for longer: it can be paid for about as long.
	 */
	private static final Duration YOUNG = Duration.ofMinutes(15);

	/**
	 * Not late yet: somebody looks every second or so whether an order is due.
	 */
	private static final Duration IN_TIME = Duration.ofSeconds(3);

	private static final int CAME_BACK_FRACTION = 3;

	private final KaspiOrderLedger ledger;

	private final KaspiPayGateway gateway;

	private final Clock clock;

	private final AtomicInteger turn = new AtomicInteger();

	/**
	 * Since when calls were too few for what was due, or {@code null}.
	 */
	private volatile @Nullable Instant behindSince;

	/**
	 * Creates the poller.
	 * @param ledger says what is due, and records the answers
	 * @param gateway talks to Kaspi Pay
	 * @param clock the clock
	 */
	public KaspiOrderPoller(KaspiOrderLedger ledger, KaspiPayGateway gateway, Clock clock) {
		this.ledger = ledger;
		this.gateway = gateway;
		this.clock = clock;
	}

	/**
	 * Asks about the orders that are due now, one after the other, while calls can be
	 * spared. Of four questions one goes to an order whose customer came back, if there
	 * is one, and otherwise to the longest due, one to the longest due, and two to the
	 * longest due of those that may be young.
	 */
	public void poll() {
		if (this.behindSince == null) {
			this.behindSince = this.clock.instant();
		}
		int failures = 0;
		while (failures < ENOUGH_FAILURES && !Thread.currentThread().isInterrupted() && this.ledger.hasDue()) {
			StatusPermit call = this.gateway.tryAcquireBackgroundPermit();
			if (call == null) {
				return;
			}
			for (LedgerEntry entry : claim()) {
				failures = ask(entry, call) ? 0 : failures + 1;
			}
		}
		this.behindSince = null;
	}

	private List<LedgerEntry> claim() {
		Instant since = switch (this.turn.getAndIncrement() & 3) {
			case 0 -> LedgerEntry.FIRST;
			case 2 -> LedgerEntry.NOT_FIRST;
			default -> this.clock.instant().minus(YOUNG);
		};
		List<LedgerEntry> claimed = this.ledger.claimDue(since, 1, this::pause);
		return claimed.isEmpty() ? this.ledger.claimDue(LedgerEntry.FIRST, 1, this::pause) : claimed;
	}

	private @Nullable Duration pause(LedgerEntry entry) {
		if (entry.unconfirmed() != null) {
			return growingPause(entry.unconfirmed().since());
		}
		if (entry.pendingRefund() != null) {
			return growingPause(entry.pendingRefund().since());
		}
		PollingSchedule schedule = this.gateway.pollingSchedule(entry.order());
		if (schedule == null) {
			return null;
		}
		return entry.isFirst() ? schedule.interval().dividedBy(CAME_BACK_FRACTION)
				: PollingPlan.pause(schedule, age(entry), late(entry));
	}

	/**
	 * Returns how late the question is because other orders came first. What is late for
	 * another reason, as after a restart, does not count.
	 */
	private Duration late(LedgerEntry entry) {
		Instant now = this.clock.instant();
		Instant due = (entry.nextPollAt() != null) ? entry.nextPollAt() : now;
		Instant behind = (this.behindSince != null) ? this.behindSince : now;
		Instant since = Collections.max(List.of(due, behind, now.minus(YOUNG)));
		Duration late = Duration.between(since, now);
		return (late.compareTo(IN_TIME) > 0) ? late : Duration.ZERO;
	}

	/**
	 * What is waited for may be long in coming, or never come.
	 */
	private Duration growingPause(Instant since) {
		Duration grown = Duration.between(since, this.clock.instant()).dividedBy(5);
		if (grown.compareTo(LONGEST_PAUSE) > 0) {
			return LONGEST_PAUSE;
		}
		return (grown.compareTo(REPEATED_QUESTION) > 0) ? grown : REPEATED_QUESTION;
	}

	/**
	 * Returns {@code false} if the question failed in a way in which the next one may
	 * fail too. After a few of these in a row the rest is left until it is due again.
	 */
	private boolean ask(LedgerEntry entry, StatusPermit call) {
		String orderId = entry.order().orderId();
		Question question = Question.about(entry, this.clock.instant());
		try {
			KaspiOrder answer = call.status(orderId);
			this.ledger.observe(OrderObservation.ofAnswer(answer, KaspiEventSource.POLL, question));
			if (answer.status().equals(KaspiOrderStatus.INIT) && isGivenUp(entry)) {
				this.ledger.observe(cancelled(answer));
			}
		}
		catch (KaspiOrderNotFoundException ex) {
			logger.warn("Kaspi Pay does not know order '{}': {}", orderId, ex.getMessage());
			if (age(entry).compareTo(FORGOTTEN_AFTER) >= 0) {
				this.ledger.forget(entry);
			}
		}
		catch (KaspiPayException ex) {
			logger.warn("Order '{}' could not be asked about; it is asked again later: {}", orderId, ex.getMessage());
			return !(ex instanceof KaspiAuthenticationException || ex instanceof KaspiRateLimitException
					|| ex instanceof KaspiConnectionException);
		}
		catch (RuntimeException ex) {
			logger.warn("The answer about order '{}' could not be recorded; it is asked again later", orderId, ex);
		}
		return true;
	}

	private boolean isGivenUp(LedgerEntry entry) {
		PollingSchedule schedule = this.gateway.pollingSchedule(entry.order());
		return schedule != null && age(entry).compareTo(schedule.giveUpAfter()) >= 0;
	}

	/**
	 * By the contract an order still unpaid after this time is cancelled.
	 */
	private static OrderObservation cancelled(KaspiOrder answer) {
		return OrderObservation.ofAnswer(new KaspiOrder(answer.orderId(), answer.reference(),
				KaspiOrderStatus.CANCELLED, answer.amount(), answer.refundedAmount(), answer.qrData(),
				answer.paymentUrl(), answer.createdAt(), answer.expiresAt(), answer.paidAt()), KaspiEventSource.POLL,
				null);
	}

	private Duration age(LedgerEntry entry) {
		Instant createdAt = entry.order().createdAt();
		return Duration.between((createdAt != null) ? createdAt : entry.recordedAt(), this.clock.instant());
	}

}
