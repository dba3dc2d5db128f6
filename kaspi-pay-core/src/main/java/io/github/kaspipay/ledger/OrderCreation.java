/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.concurrent.Pause;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.OrderObservation.Answered;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.Ability;
import io.github.kaspipay.order.KaspiPayGateway.Capabilities;
import io.github.kaspipay.order.KaspiPayGateway.CreateAnswer;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates orders: one that can be paid at a time for each reference. Writes an intent
 * before it sends. Thread-safe.
 */
final class OrderCreation {

	private static final Logger logger = LoggerFactory.getLogger(OrderCreation.class);

	/**
	 * Longer than any call takes: an intent without an answer is not under way any more.
	 */
	private static final Duration UNDER_WAY = Duration.ofMinutes(1);

	/**
	 * So long a customer can pay an invoice whose creation had no answer.
	 */
	private static final Duration INVOICE_PAYABLE_FOR = Duration.ofHours(24);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

	private static final Duration WAIT_PAUSE = Duration.ofMillis(50);

	private static final int MAX_CONFLICTS = 1000;

	/**
	 * How many wire references are tried for one attempt before Kaspi Pay's refusal is
	 * handed on.
	 */
	private static final int MAX_WIRE_REFERENCES = 5;

	private final KaspiOrderLedger ledger;

	private final KaspiPayGateway gateway;

	private final Clock clock;

	OrderCreation(KaspiOrderLedger ledger, KaspiPayGateway gateway, Clock clock) {
		this.ledger = ledger;
		this.gateway = gateway;
		this.clock = clock;
	}

	KaspiOrder create(KaspiOrderRequest request) {
		long start = System.nanoTime();
		LedgerEntry first = this.ledger.creations().recordIntent(request, request.getReference(), null);
		if (first != null) {
			return send(request, first);
		}
		int passedOver = 0;
		for (int conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
			List<LedgerEntry> attempts = this.ledger.findByReference(request.getReference());
			requireUnpaid(attempts);
			LedgerEntry latest = attempts.isEmpty() ? null : attempts.get(0);
			if (latest != null && isPayable(latest)) {
				requireSameAmount(latest, request);
				return latest.order();
			}
			if (latest != null && latest.isIntent()) {
				requireSameAmount(latest, request);
				if (isUnderWay(latest, request)) {
					await(latest, start);
					continue;
				}
				LedgerEntry renewed = this.ledger.creations().renewIntent(latest);
				KaspiOrder order = (renewed != null) ? sendAgain(request, renewed) : null;
				if (order != null) {
					return order;
				}
				continue;
			}
			if (latest != null && !isOver(latest)) {
				throw duplicate(latest);
			}
			LedgerEntry intent = this.ledger.creations()
				.recordIntent(request, wireReference(request, latest, passedOver), latest);
			KaspiOrder order = (intent != null) ? sendFurther(request, intent, passedOver) : null;
			if (order != null) {
				return order;
			}
			passedOver++;
		}
		throw new IllegalStateException("Reference '" + request.getReference()
				+ "' cannot be written: the ledger reads another state of its database than it writes to");
	}

	/**
	 * Returns what Kaspi Pay is to know the order by: the reference itself, unless it was
	 * used before.
	 */
	private static String wireReference(KaspiOrderRequest request, @Nullable LedgerEntry latest, int passedOver) {
		int number = ((latest != null) ? latest.attempt() : 0) + 1 + passedOver;
		if (number == 1) {
			return request.getReference();
		}
		String suffix = "~" + number;
		int[] kept = request.getReference().codePoints().limit(64 - suffix.length()).toArray();
		return new String(kept, 0, kept.length) + suffix;
	}

	private KaspiOrder send(KaspiOrderRequest request, LedgerEntry intent) {
		try {
			return record(request, intent, call(request, intent));
		}
		catch (KaspiUnknownOutcomeException ex) {
			throw ex;
		}
		catch (KaspiPayException ex) {
			discard(intent);
			throw ex;
		}
	}

	/**
	 * Sends a further attempt.
	 * @return the order, or {@code null} if Kaspi Pay knows its wire reference from
	 * elsewhere, so that another one has to be found
	 */
	private @Nullable KaspiOrder sendFurther(KaspiOrderRequest request, LedgerEntry intent, int passedOver) {
		try {
			return send(request, intent);
		}
		catch (KaspiDuplicateOrderException ex) {
			if (String.valueOf(intent.wireReference()).equals(request.getReference())
					|| passedOver >= MAX_WIRE_REFERENCES) {
				throw ex;
			}
			return null;
		}
	}

	/**
	 * Sends an intent whose creation had no answer.
	 * @return the order, or {@code null} if it turned out to have been created: nobody
	 * knows its id, so that another one has to take its place
	 */
	private @Nullable KaspiOrder sendAgain(KaspiOrderRequest request, LedgerEntry intent) {
		try {
			return record(request, intent, call(request, intent));
		}
		catch (KaspiUnknownOutcomeException ex) {
			throw ex;
		}
		catch (KaspiDuplicateOrderException ex) {
			LedgerEntry replacement = this.ledger.creations()
				.recordIntent(request, wireReference(request, intent, 0), intent);
			return (replacement != null) ? send(request, replacement) : null;
		}
		catch (KaspiPayException ex) {
			doubt(intent);
			throw ex;
		}
	}

	private CreateAnswer call(KaspiOrderRequest request, LedgerEntry intent) {
		try {
			boolean own = Capabilities.of(this.gateway).can(Ability.UNIQUE_REFERENCES);
			return this.gateway.create(own ? request.withReference(String.valueOf(intent.wireReference())) : request);
		}
		catch (KaspiUnknownOutcomeException ex) {
			doubt(intent);
			throw ex;
		}
		catch (KaspiServerException ex) {
			if (ex.isRefused()) {
				throw ex;
			}
			doubt(intent);
			throw new KaspiUnknownOutcomeException("It is not known whether the order with reference '"
					+ request.getReference() + "' was created: " + ex.getMessage(), ex);
		}
		catch (KaspiPayException ex) {
			throw ex;
		}
		catch (Exception ex) {
			doubt(intent);
			throw ex;
		}
	}

	private void discard(LedgerEntry intent) {
		try {
			this.ledger.creations().discardIntent(intent);
		}
		catch (Exception ex) {
			logger.warn("It could not be recorded that reference '{}' was refused; it is free again in a minute",
					intent.order().reference(), ex);
		}
	}

	private void doubt(LedgerEntry intent) {
		try {
			this.ledger.creations().doubtIntent(intent);
		}
		catch (Exception ex) {
			logger.warn("It could not be recorded that the creation of reference '{}' is in doubt",
					intent.order().reference(), ex);
		}
	}

	private KaspiOrder record(KaspiOrderRequest request, LedgerEntry intent, CreateAnswer created) {
		KaspiOrder answer = created.order();
		PollingSchedule schedule = (created.schedule() != null) ? created.schedule()
				: this.gateway.pollingSchedule(answer);
		Duration firstPoll = (schedule != null) ? schedule.interval() : null;
		try {
			return record(intent, created, firstPoll);
		}
		catch (Exception ex) {
			this.ledger.unrecorded()
				.add("Order '" + answer.orderId() + "'", () -> record(intent, created, firstPoll), ex);
			return new KaspiOrder(answer.orderId(), request.getReference(), answer.status(), answer.amount(),
					answer.refundedAmount(), answer.qrData(), answer.paymentUrl(), answer.createdAt(),
					answer.expiresAt(), answer.paidAt(), false, null, null, false, true, request.getMetadata(),
					intent.order().merchant());
		}
	}

	private KaspiOrder record(LedgerEntry intent, CreateAnswer created, @Nullable Duration firstPoll) {
		KaspiOrder answer = created.order();
		KaspiOrder recorded = this.ledger.creations().recordCreated(intent, created, firstPoll);
		if (answer.status().equals(KaspiOrderStatus.INIT)) {
			return recorded;
		}
		this.ledger.observe(new Answered(answer, KaspiEventSource.API, null));
		LedgerEntry entry = this.ledger.findByOrderId(answer.orderId());
		return (entry != null) ? entry.order() : recorded;
	}

	private void await(LedgerEntry intent, long start) {
		boolean over = System.nanoTime() - start > LONGEST_WAIT.toNanos();
		if (intent.unconfirmed() != null || over) {
			throw inProgress(intent);
		}
		Pause.of(WAIT_PAUSE, (interrupted) -> inProgress(intent));
	}

	private static KaspiOperationInProgressException inProgress(LedgerEntry intent) {
		return new KaspiOperationInProgressException("An order with reference '" + intent.order().reference()
				+ "' is being created, or its creation had no answer; nothing was sent: try again in a minute, and "
				+ "for an invoice by phone number after 24 hours: the customer may have it");
	}

	/**
	 * A customer who may have an invoice is not sent a second one.
	 */
	private boolean isUnderWay(LedgerEntry intent, KaspiOrderRequest request) {
		Duration underWay = (request.getPhone() != null) ? INVOICE_PAYABLE_FOR : UNDER_WAY;
		return this.clock.instant().isBefore(intent.recordedAt().plus(underWay));
	}

	private boolean isPayable(LedgerEntry entry) {
		return !entry.isIntent() && entry.order().status().equals(KaspiOrderStatus.INIT) && !entry.order().disputed()
				&& !isExpired(entry);
	}

	/**
	 * Says whether another attempt may follow.
	 */
	private boolean isOver(LedgerEntry entry) {
		KaspiOrder order = entry.order();
		return !order.disputed() && !entry.isOrphan() && (order.status().isClosed() || isExpired(entry));
	}

	private boolean isExpired(LedgerEntry entry) {
		return entry.order().expiresAt() != null && !this.clock.instant().isBefore(entry.order().expiresAt());
	}

	private static void requireUnpaid(List<LedgerEntry> attempts) {
		for (LedgerEntry attempt : attempts) {
			if (attempt.order().isPaid() || attempt.order().disputed()) {
				throw duplicate(attempt);
			}
		}
	}

	private static void requireSameAmount(LedgerEntry entry, KaspiOrderRequest request) {
		if (entry.order().amount().compareTo(request.getAmount()) != 0) {
			throw duplicate(entry);
		}
	}

	private static KaspiDuplicateOrderException duplicate(LedgerEntry entry) {
		String known = entry.isIntent() ? "an order of another amount"
				: "order '" + entry.order().orderId() + "' (" + entry.order().status() + ")";
		return new KaspiDuplicateOrderException("The reference '" + entry.order().reference()
				+ "' was used before, for " + known + ": use a unique reference, a UUID for example", 409, null, null,
				null);
	}

}
