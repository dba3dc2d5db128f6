/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRefundRefusedException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.logging.LogScope;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.RefundAnswer;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.order.KaspiRefundState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Gives money back, one refund of an order at a time. Writes an intent before it sends.
 * Thread-safe.
 */
final class OrderRefunds {

	private static final Logger logger = LoggerFactory.getLogger(OrderRefunds.class);

	private static final Duration REFUNDABLE_FOR = Duration.ofDays(180);

	private static final int MAX_CONFLICTS = 1000;

	private final KaspiOrderLedger ledger;

	private final KaspiPayGateway gateway;

	private final Clock clock;

	private final BiFunction<String, @Nullable LedgerEntry, LedgerEntry> query;

	/**
	 * Creates the refunds.
	 * @param query asks Kaspi Pay about an order that the ledger knows, and records the
	 * answer
	 */
	OrderRefunds(KaspiOrderLedger ledger, KaspiPayGateway gateway, Clock clock,
			BiFunction<String, @Nullable LedgerEntry, LedgerEntry> query) {
		this.ledger = ledger;
		this.gateway = gateway;
		this.clock = clock;
		this.query = query;
	}

	KaspiRefund refund(String orderId, KaspiRefundRequest request) {
		boolean asked = false;
		for (int conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
			LedgerEntry entry = this.ledger.findByOrderId(orderId);
			RefundEntry known = (entry != null) ? withKey(entry, request.key()) : null;
			if (known != null && known.state() != KaspiRefundState.REFUSED) {
				return repeated(Objects.requireNonNull(entry), known, request);
			}
			if (entry == null) {
				this.ledger.adopt(new StatusAnswers(this.gateway).complete(this.gateway.status(orderId), null));
				asked = true;
				continue;
			}
			if (!asked && !isRefundable(entry)) {
				this.query.apply(orderId, entry);
				asked = true;
				continue;
			}
			BigDecimal amount = check(entry, request);
			RefundEntry refund = (known != null && sameAmount(known, amount))
					? this.ledger.refunds().recordRefundIntent(entry, known)
					: this.ledger.refunds().recordRefundIntent(entry, amount, requireFree(entry, known, request));
			if (refund != null) {
				return send(entry, refund, request);
			}
		}
		throw new IllegalStateException("Order '" + orderId
				+ "' cannot be written: the ledger reads another state of its database than it writes to");
	}

	List<KaspiRefund> list(String orderId) {
		LedgerEntry entry = this.ledger.findByOrderId(orderId);
		return (entry != null) ? entry.refunds().stream().map((refund) -> toRefund(entry.order(), refund)).toList()
				: List.of();
	}

	private static @Nullable RefundEntry withKey(LedgerEntry entry, @Nullable String key) {
		return entry.refunds()
			.stream()
			.filter((refund) -> key != null && key.equals(refund.key()))
			.findFirst()
			.orElse(null);
	}

	/**
	 * The same key is the same refund: it is never sent twice.
	 */
	private KaspiRefund repeated(LedgerEntry entry, RefundEntry known, KaspiRefundRequest request) {
		String orderId = entry.order().orderId();
		if (request.amount() != null && !sameAmount(known, request.amount())) {
			throw keyUsed(orderId, known);
		}
		if (known.state().isBooked()) {
			return toRefund(entry.order(), known);
		}
		if (this.ledger.refunds().isUnderWay(known)) {
			throw new KaspiOperationInProgressException("The refund with key '" + known.key() + "' of order '" + orderId
					+ "' is under way; nothing was sent again: ask again in a moment");
		}
		throw new KaspiUnknownOutcomeException("The refund with key '" + known.key() + "' of order '" + orderId
				+ "' had no answer and may have happened; nothing was sent again: it is settled when its outcome is "
				+ "known", null);
	}

	private static KaspiRefundRefusedException keyUsed(String orderId, RefundEntry known) {
		return new KaspiRefundRefusedException("The key '" + known.key() + "' stands for a refund of "
				+ ((known.amount() != null) ? known.amount().toPlainString() : "unknown") + " ₸ of order '" + orderId
				+ "': use another key for another refund");
	}

	private static @Nullable String requireFree(LedgerEntry entry, @Nullable RefundEntry known,
			KaspiRefundRequest request) {
		if (known != null) {
			throw keyUsed(entry.order().orderId(), known);
		}
		return request.key();
	}

	private static boolean sameAmount(RefundEntry refund, BigDecimal amount) {
		return refund.amount() != null && refund.amount().compareTo(amount) == 0;
	}

	private static boolean isRefundable(LedgerEntry entry) {
		KaspiOrder order = entry.order();
		boolean disputedPayment = order.claimedStatus() != null && order.claimedStatus().isPaid()
				&& order.claimedAmount() != null;
		return !order.status().equals(KaspiOrderStatus.REFUNDED) && (order.isPaid() || disputedPayment);
	}

	private BigDecimal check(LedgerEntry entry, KaspiRefundRequest request) {
		KaspiOrder order = entry.order();
		String orderId = order.orderId();
		if (!isRefundable(entry)) {
			throw new KaspiRefundRefusedException(
					"Order '" + orderId + "' is " + order.status() + ": only a paid order can be refunded");
		}
		RefundEntry pending = entry.pendingRefund();
		if (pending != null) {
			throw new KaspiOperationInProgressException("A refund of " + pending.amount() + " ₸ of order '" + orderId
					+ "' is under way or had no answer; nothing was sent: try again when it is settled");
		}
		Instant paidAt = order.paidAt();
		if (paidAt != null && paidAt.plus(REFUNDABLE_FOR).isBefore(this.clock.instant())) {
			throw new KaspiRefundRefusedException("Order '" + orderId + "' was paid on " + paidAt
					+ ": a refund is possible within 180 days of the payment");
		}
		if (request.amount() == null && !order.refundedAmountKnown()) {
			throw new KaspiRefundRefusedException("A part of order '" + orderId
					+ "' was refunded elsewhere, and how much is not known: name the amount, or say it with "
					+ "KaspiOrderLedger.settleRefundedAmount");
		}
		BigDecimal left = order.leftToRefund();
		BigDecimal amount = (request.amount() != null) ? request.amount() : left;
		if (amount.signum() <= 0 || amount.compareTo(left) > 0) {
			throw new KaspiRefundRefusedException("amount " + amount.toPlainString() + " ₸ is more than the "
					+ left.toPlainString() + " ₸ left to refund of order '" + orderId + "'");
		}
		return amount;
	}

	private KaspiRefund send(LedgerEntry entry, RefundEntry refund, KaspiRefundRequest request) {
		String orderId = entry.order().orderId();
		RefundAnswer answer;
		try {
			answer = this.gateway.refund(orderId, new KaspiRefundRequest(Objects.requireNonNull(refund.amount()),
					request.reason(), request.key(), request.returnId()));
		}
		catch (KaspiUnknownOutcomeException ex) {
			doubt(orderId, refund);
			log(Level.WARN, orderId, refund, "has no answer and may have happened: " + ex.getMessage(), ex);
			throw ex;
		}
		catch (KaspiPayException ex) {
			if (ex instanceof KaspiServerException failure && !failure.isRefused()) {
				doubt(orderId, refund);
				log(Level.WARN, orderId, refund, "has no answer and may have happened: " + ex.getMessage(), ex);
				throw new KaspiUnknownOutcomeException("It is not known whether " + refund.amount() + " ₸ of order '"
						+ orderId + "' were refunded: " + ex.getMessage(), ex);
			}
			refuse(orderId, refund);
			log(Level.INFO, orderId, refund, "did not happen: " + ex.getMessage(), ex);
			throw ex;
		}
		catch (Exception ex) {
			doubt(orderId, refund);
			throw ex;
		}
		log(Level.INFO, orderId, refund, "is accepted", null);
		return record(entry, refund, answer);
	}

	private static void log(Level level, String orderId, RefundEntry refund, String what,
			@Nullable KaspiPayException failure) {
		LogScope.run(orderId, (failure != null) ? failure.getRequestId() : null, () -> logger.atLevel(level)
			.log("Refund '{}' of {} ₸ of order '{}' {}", refund.id(), refund.amount(), orderId, what));
	}

	private KaspiRefund record(LedgerEntry entry, RefundEntry refund, RefundAnswer answer) {
		String orderId = entry.order().orderId();
		RefundEntry accepted = refund.withKaspiId(answer.refundId()).as(KaspiRefundState.ACCEPTED);
		try {
			return toRefund(this.ledger.refunds().recordRefund(orderId, refund, answer), accepted);
		}
		catch (Exception ex) {
			this.ledger.unrecorded()
				.add("A refund of order '" + orderId + "'",
						() -> this.ledger.refunds().recordRefund(orderId, refund, answer), ex);
			BigDecimal total = entry.order().refundedAmount().add(Objects.requireNonNull(refund.amount()));
			KaspiOrderStatus status = (total.compareTo(entry.order().amount()) >= 0) ? KaspiOrderStatus.REFUNDED
					: KaspiOrderStatus.PARTIALLY_REFUNDED;
			return new KaspiRefund(orderId, refund.amount(), total, status, accepted.kaspiId(), refund.key(),
					KaspiRefundState.ACCEPTED, refund.createdAt());
		}
	}

	private void refuse(String orderId, RefundEntry refund) {
		try {
			this.ledger.refunds().recordRefusal(orderId, refund);
		}
		catch (Exception ex) {
			logger.warn("It could not be recorded that a refund of order '{}' was refused; it counts as in doubt",
					orderId, ex);
		}
	}

	private void doubt(String orderId, RefundEntry refund) {
		try {
			this.ledger.refunds().doubtRefund(orderId, refund);
		}
		catch (Exception ex) {
			logger.warn("It could not be recorded that a refund of order '{}' is in doubt", orderId, ex);
		}
	}

	private static KaspiRefund toRefund(KaspiOrder order, RefundEntry refund) {
		return new KaspiRefund(order.orderId(), refund.amount(), order.refundedAmount(), order.status(),
				refund.kaspiId(), refund.key(), refund.state(), refund.createdAt());
	}

}
