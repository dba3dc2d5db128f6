package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.ledger.LedgerEntry.PendingRefund;
import io.github.kaspipay.ledger.OrderObservation.Question;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;

/**
 * Creates, queries and refunds orders, and writes into the ledger what it is about to do
 * before it does it. Thread-safe.
 */
public final class LedgerKaspiOrderService implements KaspiOrderService {

	private static final Duration REFUNDABLE_FOR = Duration.ofDays(180);

	/**
	 * Longer than any call takes: an intent without an answer is not under way any more.
	 */
	private static final Duration CREATION_UNDER_WAY = Duration.ofMinutes(1);

	private final KaspiOrderLedger ledger;

	private final KaspiPayGateway gateway;

	private final Clock clock;

	private final SharedQuestions questions;

	/**
	 * Creates the service.
	 * @param ledger records what is done and heard
	 * @param gateway talks to Kaspi Pay
	 * @param clock the clock
	 */
	public LedgerKaspiOrderService(KaspiOrderLedger ledger, KaspiPayGateway gateway, Clock clock) {
		this.ledger = ledger;
		this.gateway = gateway;
		this.clock = clock;
		this.questions = ledger.sharedQuestions();
	}

	@Override
	public KaspiOrder create(KaspiOrderRequest request) {
		LedgerEntry intent = this.ledger.intend(request);
		if (intent != null) {
			return send(request, intent, true);
		}
		LedgerEntry known = this.ledger.findByReference(request.getReference());
		if (known == null) {
			return create(request);
		}
		if (isPayable(known) && isSameAmount(known, request)) {
			return known.order();
		}
		if (known.isIntent() && isSameAmount(known, request)) {
			requireNotUnderWay(known);
			return send(request, known, false);
		}
		throw new KaspiDuplicateOrderException("The reference '" + request.getReference() + "' was used before, for "
				+ describe(known) + ": use a unique reference, a UUID for example", 409, null, null, null);
	}

	@Override
	public KaspiOrder get(String orderId) {
		OrderRules.requireOrderId(orderId);
		return this.questions
			.ask(orderId, () -> ask(orderId, this.ledger.findByOrderId(orderId)), () -> require(orderId))
			.order();
	}

	@Override
	public Optional<KaspiOrder> findByReference(String reference) {
		return Optional.ofNullable(this.ledger.findByReference(reference)).map(LedgerEntry::order);
	}

	@Override
	public KaspiRefund refund(String orderId, KaspiRefundRequest request) {
		OrderRules.requireOrderId(orderId);
		LedgerEntry entry = this.ledger.findByOrderId(orderId);
		if (entry == null || !isPaid(entry)) {
			entry = ask(orderId, entry);
		}
		BigDecimal amount = checkRefund(entry, request);
		PendingRefund refund = this.ledger.intendRefund(entry, amount);
		return (refund != null) ? send(orderId, refund, request.reason()) : refund(orderId, request);
	}

	private KaspiOrder send(KaspiOrderRequest request, LedgerEntry intent, boolean first) {
		KaspiOrder answer;
		try {
			answer = this.gateway.create(request);
		}
		catch (KaspiUnknownOutcomeException | KaspiServerException ex) {
			throw ex;
		}
		catch (KaspiPayException ex) {
			if (first) {
				this.ledger.takeBack(intent);
			}
			throw ex;
		}
		PollingSchedule schedule = this.gateway.pollingSchedule(answer);
		KaspiOrder created = this.ledger.created(request, answer, (schedule != null) ? schedule.interval() : null);
		if (answer.status().equals(KaspiOrderStatus.INIT)) {
			return created;
		}
		this.ledger.observe(OrderObservation.ofAnswer(answer, KaspiEventSource.API, null));
		return findByReference(request.getReference()).orElse(created);
	}

	private void requireNotUnderWay(LedgerEntry intent) {
		if (this.clock.instant().isBefore(intent.recordedAt().plus(CREATION_UNDER_WAY))) {
			throw new KaspiUnknownOutcomeException("An order with reference '" + intent.order().reference()
					+ "' is being created, or its creation had no answer; nothing was sent: try again in a minute",
					null);
		}
	}

	private LedgerEntry ask(String orderId, @Nullable LedgerEntry before) {
		Question question = Question.about(before, this.clock.instant());
		KaspiOrder answer = this.gateway.status(orderId);
		this.ledger.observe(OrderObservation.ofAnswer(answer, KaspiEventSource.API, question));
		LedgerEntry entry = require(orderId);
		this.ledger.askSoon(entry);
		return entry;
	}

	private LedgerEntry require(String orderId) {
		LedgerEntry entry = this.ledger.findByOrderId(orderId);
		if (entry == null) {
			throw new IllegalStateException("The ledger has lost order '" + orderId + "'");
		}
		return entry;
	}

	private KaspiRefund send(String orderId, PendingRefund refund, String reason) {
		RefundAnswer answer;
		try {
			answer = this.gateway.refund(orderId, KaspiRefundRequest.of(refund.amount(), reason));
		}
		catch (KaspiUnknownOutcomeException | KaspiServerException ex) {
			throw ex;
		}
		catch (KaspiPayException ex) {
			this.ledger.takeBackRefund(orderId, refund);
			throw ex;
		}
		KaspiOrder order = this.ledger.refunded(orderId, refund, answer.status());
		return new KaspiRefund(orderId, refund.amount(), order.refundedAmount(), order.status(), answer.refundId());
	}

	private BigDecimal checkRefund(LedgerEntry entry, KaspiRefundRequest request) {
		String orderId = entry.order().orderId();
		if (!isPaid(entry)) {
			throw new IllegalArgumentException(
					"orderId '" + orderId + "' is " + entry.order().status() + ": only a paid order can be refunded");
		}
		if (entry.pendingRefund() != null) {
			throw new KaspiUnknownOutcomeException("A refund of " + entry.pendingRefund().amount() + " ₸ of order '"
					+ orderId
					+ "' is under way or had no answer; nothing was sent: ask for the order until it is settled", null);
		}
		Instant paidAt = entry.order().paidAt();
		if (paidAt != null && paidAt.plus(REFUNDABLE_FOR).isBefore(this.clock.instant())) {
			throw new IllegalArgumentException("orderId '" + orderId + "' was paid on " + paidAt
					+ ": a refund is possible within 180 days of the payment");
		}
		BigDecimal left = entry.leftToRefund();
		BigDecimal amount = (request.amount() != null) ? request.amount() : left;
		if (amount.signum() <= 0 || amount.compareTo(left) > 0) {
			throw new IllegalArgumentException("amount " + amount.toPlainString() + " ₸ is more than the "
					+ left.toPlainString() + " ₸ left to refund of order '" + orderId + "'");
		}
		return amount;
	}

	private boolean isPayable(LedgerEntry entry) {
		Instant expiresAt = entry.order().expiresAt();
		return !entry.isIntent() && entry.order().status().equals(KaspiOrderStatus.INIT)
				&& (expiresAt == null || this.clock.instant().isBefore(expiresAt));
	}

	private static boolean isPaid(LedgerEntry entry) {
		return entry.order().status().equals(KaspiOrderStatus.PAID)
				|| entry.order().status().equals(KaspiOrderStatus.PARTIALLY_REFUNDED);
	}

	private static boolean isSameAmount(LedgerEntry entry, KaspiOrderRequest request) {
		return entry.order().amount().compareTo(request.getAmount()) == 0;
	}

	private static String describe(LedgerEntry entry) {
		return entry.isIntent() ? "an order of another amount"
				: "order '" + entry.order().orderId() + "' (" + entry.order().status() + ")";
	}

}
