/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;

import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.Ability;
import io.github.kaspipay.order.KaspiPayGateway.Capabilities;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes an answer about an order with what the protocol does not tell there: the
 * amount, and what became of a refund in doubt. Thread-safe. Internal: it may change in
 * any release.
 */
public final class StatusAnswers {

	private static final Logger logger = LoggerFactory.getLogger(StatusAnswers.class);

	private final KaspiPayGateway gateway;

	/**
	 * Creates the answers.
	 * @param gateway talks to Kaspi Pay
	 */
	public StatusAnswers(KaspiPayGateway gateway) {
		this.gateway = gateway;
	}

	/**
	 * Completes an answer.
	 * @param answer the order as answered
	 * @param known what the ledger has of it, or {@code null}
	 * @return the answer with the order's amount and, if that settles a refund in doubt,
	 * with what was refunded
	 * @throws KaspiOrderNotFoundException if nobody knows the order's amount
	 */
	public KaspiOrder complete(KaspiOrder answer, @Nullable LedgerEntry known) {
		KaspiOrder order = withAmount(answer, known);
		RefundEntry pending = (known != null) ? known.pendingRefund() : null;
		if (known == null || pending == null || !known.order().isPaid() || !order.isPaid()
				|| order.refundedAmountKnown()) {
			return order;
		}
		BigDecimal left = left(order.orderId());
		return (left != null && pending.amount() != null) ? withRefund(order, known, pending.amount(), left) : order;
	}

	private KaspiOrder withAmount(KaspiOrder answer, @Nullable LedgerEntry known) {
		Capabilities capabilities = Capabilities.of(this.gateway);
		if (capabilities.can(Ability.AMOUNTS) || answer.amount().signum() > 0) {
			return answer;
		}
		if (known == null || known.isOrphan()) {
			throw new KaspiOrderNotFoundException("The ledger knows no order '" + answer.orderId() + "', and "
					+ capabilities.protocol() + " does not tell its amount", 404, null, null, null);
		}
		return copy(answer, answer.status(), known.order().amount(), answer.refundedAmount(),
				answer.refundedAmountKnown());
	}

	private @Nullable BigDecimal left(String orderId) {
		try {
			return this.gateway.leftToRefund(orderId);
		}
		catch (KaspiPayException ex) {
			logger.debug("Order '{}': its refund stays in doubt: {}", orderId, ex.getMessage());
			return null;
		}
	}

	/**
	 * Takes what is left for a proof only where it fits: something else may have changed
	 * it.
	 */
	private static KaspiOrder withRefund(KaspiOrder order, LedgerEntry known, BigDecimal pending, BigDecimal left) {
		BigDecimal amount = known.order().amount();
		BigDecimal booked = known.order().refundedAmount();
		BigDecimal refunded = amount.subtract(left);
		boolean happened = refunded.compareTo(booked.add(pending)) == 0;
		if (!happened && refunded.compareTo(booked) != 0) {
			return order;
		}
		KaspiOrderStatus status = (left.signum() == 0) ? KaspiOrderStatus.REFUNDED
				: (refunded.signum() > 0) ? KaspiOrderStatus.PARTIALLY_REFUNDED : KaspiOrderStatus.PAID;
		return copy(order, status, amount, refunded, true);
	}

	private static KaspiOrder copy(KaspiOrder order, KaspiOrderStatus status, BigDecimal amount, BigDecimal refunded,
			boolean refundedKnown) {
		return new KaspiOrder(order.orderId(), order.reference(), status, amount, refunded, order.qrData(),
				order.paymentUrl(), order.createdAt(), order.expiresAt(), order.paidAt(), order.disputed(),
				order.claimedStatus(), order.claimedAmount(), order.refundInDoubt(), refundedKnown, order.metadata(),
				order.merchant());
	}

}
