/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.util.List;
import java.util.Optional;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiRefundRefusedException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.KaspiUnsupportedOperationException;

/**
 * Creates, queries and refunds orders. Every call is over within the configured total
 * time (20 seconds by default). Thread-safe.
 */
public interface KaspiOrderService {

	/**
	 * Creates an order. While an order of the same reference is payable, the same amount
	 * returns that order, without a call. Once it has expired or was cancelled, the
	 * reference may be used again: Kaspi Pay gets a reference of its own for the new
	 * order, and everything else shows yours. A call for a reference that is just being
	 * created waits for that creation and returns its order.
	 * @param request what to create
	 * @return the order, with its QR code and payment link
	 * @throws KaspiDuplicateOrderException if an order of this reference was paid, or is
	 * payable with another amount
	 * @throws KaspiOperationInProgressException if an order of this reference is being
	 * created, or may have been a moment ago; nothing was sent and it is safe to try
	 * again later
	 * @throws KaspiConnectionException if nothing was sent; it is safe to try again
	 * @throws KaspiUnsupportedOperationException if the request has a phone number and
	 * the protocol has no invoices by phone
	 * @throws KaspiUnknownOutcomeException if the order may have been created;
	 * {@link #findByReference} shows what is known of it
	 * @throws KaspiPayException if Kaspi Pay refused or failed
	 */
	KaspiOrder create(KaspiOrderRequest request);

	/**
	 * Asks Kaspi Pay for an order, records the answer (which publishes the events that
	 * follow from it) and returns all that is known. Callers who ask about the same order
	 * at the same time share one call. Three calls about an order may follow each other
	 * at once, and one more after every 3 seconds. Beyond these no call is made: the
	 * latest one, which began at most 3 seconds ago, stands for it. If it was answered,
	 * the order is returned as the ledger has it, and otherwise its exception is thrown.
	 * So the answer is never older than 3 seconds and the time a call takes, and an order
	 * asked about over and over does not use up the calls of all others. Without a call
	 * left in the budget this throws too, rather than return what may be old; for that
	 * there is {@link #findByOrderId}.
	 * @param orderId Kaspi Pay's id of the order: 1 to 64 of {@code A-Z a-z 0-9 _ -}
	 * @return the order
	 * @throws IllegalArgumentException if the id is malformed; nothing is sent then
	 * @throws KaspiOrderNotFoundException if Kaspi Pay knows no such order
	 * @throws KaspiRateLimitException if no call is left within the budget in time
	 * @throws KaspiPayException if Kaspi Pay refused, failed or could not be reached
	 */
	KaspiOrder get(String orderId);

	/**
	 * Looks an order up in the ledger. Makes no call.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the order, or empty if the ledger does not know it
	 */
	Optional<KaspiOrder> findByOrderId(String orderId);

	/**
	 * Looks an order up in the ledger. Makes no call.
	 * @param reference the merchant's own id of the order
	 * @return the order that was paid, or else the latest of this reference; empty if the
	 * ledger does not know it. Its status is {@link KaspiOrderStatus#UNKNOWN} and its
	 * order id empty while it is open whether its creation happened.
	 */
	Optional<KaspiOrder> findByReference(String reference);

	/**
	 * Gives a paid order's amount back, wholly or in part, up to 180 days after the
	 * payment. A disputed payment can be given back too, up to what was paid. Give the
	 * request a {@link KaspiRefundRequest#key key} wherever it may be made twice.
	 * @param orderId Kaspi Pay's id of the order: 1 to 64 of {@code A-Z a-z 0-9 _ -}
	 * @param request how much to give back, and why
	 * @return the refund
	 * @throws IllegalArgumentException if the id is malformed
	 * @throws KaspiUnsupportedOperationException if the protocol has no refunds
	 * @throws KaspiRefundRefusedException if the amount is more than what is left of the
	 * order, the order is not paid, its payment is older than 180 days, or the key stands
	 * for a refund of another amount; nothing is sent then
	 * @throws KaspiOperationInProgressException if another refund of the order is under
	 * way or in doubt; nothing was sent and it is safe to try again later
	 * @throws KaspiConnectionException if nothing was sent; it is safe to try again
	 * @throws KaspiUnknownOutcomeException if the refund may have happened: it is in
	 * {@link #refunds} until it is settled
	 * @throws KaspiPayException if Kaspi Pay refused or failed
	 */
	KaspiRefund refund(String orderId, KaspiRefundRequest request);

	/**
	 * Cancels an invoice that Kaspi asks a customer to pay (an order with a
	 * {@link KaspiOrderRequest.Builder#phone phone number}) and that is not paid yet.
	 * @param orderId Kaspi Pay's id of the order: 1 to 64 of {@code A-Z a-z 0-9 _ -}
	 * @return the order
	 * @throws IllegalArgumentException if the id is malformed
	 * @throws KaspiUnsupportedOperationException if the protocol has no such invoices
	 * @throws KaspiConnectionException if nothing was sent; it is safe to try again
	 * @throws KaspiUnknownOutcomeException if it may have been cancelled; polling finds
	 * out
	 * @throws KaspiPayException if Kaspi Pay refused, as for a paid order, or failed
	 */
	KaspiOrder cancel(String orderId);

	/**
	 * Lists an order's refunds from the ledger, those in doubt and those made elsewhere
	 * included. Makes no call.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the refunds, oldest first; empty if there are none or the ledger does not
	 * know the order
	 */
	List<KaspiRefund> refunds(String orderId);

}
