package io.github.kaspipay.order;

import java.util.Optional;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiUnknownOutcomeException;

/**
 * Creates, queries and refunds orders. Every call is over within the configured total
 * time (20 seconds by default). Thread-safe.
 */
public interface KaspiOrderService {

	/**
	 * Creates an order. A reference whose order is still payable and has the same amount
	 * returns that order, without a call.
	 * @param request what to create
	 * @return the order, with its QR code and payment link
	 * @throws KaspiDuplicateOrderException if the reference was used for another order
	 * @throws KaspiConnectionException if nothing was sent; it is safe to try again
	 * @throws KaspiUnknownOutcomeException if the order may have been created;
	 * {@link #findByReference} shows what is known of it
	 * @throws KaspiPayException if Kaspi Pay refused or failed
	 */
	KaspiOrder create(KaspiOrderRequest request);

	/**
	 * Asks Kaspi Pay for an order, records the answer (which publishes the events that
	 * follow from it) and returns all that is known.
	 * @param orderId Kaspi Pay's id of the order: 1 to 64 of {@code A-Z a-z 0-9 _ -}
	 * @return the order
	 * @throws IllegalArgumentException if the id is malformed; nothing is sent then
	 * @throws KaspiOrderNotFoundException if Kaspi Pay knows no such order
	 * @throws KaspiPayException if Kaspi Pay refused, failed or could not be reached
	 */
	KaspiOrder get(String orderId);

	/**
	 * Looks an order up in the ledger. Makes no call.
	 * @param reference the merchant's own id of the order
	 * @return the order, or empty if the ledger does not know it. Its status is
	 * {@link KaspiOrderStatus#UNKNOWN} and its order id empty while it is open whether
	 * its creation happened.
	 */
	Optional<KaspiOrder> findByReference(String reference);

	/**
	 * Gives a paid order's amount back, wholly or in part, up to 180 days after the
	 * payment.
	 * @param orderId Kaspi Pay's id of the order: 1 to 64 of {@code A-Z a-z 0-9 _ -}
	 * @param request how much to give back, and why
	 * @return the refund
	 * @throws IllegalArgumentException if the id is malformed, the amount is more than
	 * what is left of the order, the order is not paid or its payment is older than 180
	 * days; nothing is sent then
	 * @throws KaspiConnectionException if nothing was sent; it is safe to try again
	 * @throws KaspiUnknownOutcomeException if the refund may have happened, or an earlier
	 * one of this order may have and is not settled yet; {@link #get} settles it where
	 * Kaspi Pay's answer tells
	 * @throws KaspiPayException if Kaspi Pay refused or failed
	 */
	KaspiRefund refund(String orderId, KaspiRefundRequest request);

}
