/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.kaspipay.KaspiPayException;
import org.jspecify.annotations.Nullable;

/**
 * Returns that begin with the customer's scan, as the QR API's scheme standard has them:
 * {@linkplain #start start} one, show its QR code, ask for its {@linkplain #status
 * status} in the pauses that it names until the customer is known, choose one of the
 * customer's {@linkplain #purchases purchases}, and refund its order with
 * {@link io.github.kaspipay.order.KaspiRefundRequest#returnId(String)}. Thread-safe.
 */
public interface KaspiQrReturns {

	/**
	 * The status of a return whose customer has scanned the QR code.
	 */
	String CUSTOMER_KNOWN = "CustomerIdentityObtained";

	/**
	 * Starts a return.
	 * @param reference the merchant's own id of the return, 1 to 64 visible characters
	 * @return the return
	 * @throws KaspiPayException if Kaspi Pay refused, failed or could not be reached;
	 * nothing is given back by that
	 */
	QrReturn start(String reference);

	/**
	 * Asks for a return's status.
	 * @param returnId Kaspi's id of the return
	 * @return the status as Kaspi spells it; {@link #CUSTOMER_KNOWN} once the purchases
	 * can be listed
	 * @throws KaspiPayException if Kaspi Pay refused, failed or could not be reached
	 */
	String status(String returnId);

	/**
	 * Lists the customer's latest purchases.
	 * @param returnId Kaspi's id of the return
	 * @param max how many at the most, from 1
	 * @return the purchases
	 * @throws KaspiPayException if Kaspi Pay refused, failed or could not be reached
	 */
	List<Purchase> purchases(String returnId, int max);

	/**
	 * A return that a customer can agree to.
	 *
	 * @param returnId Kaspi's id of the return
	 * @param qrData the text of the QR code that the customer scans
	 * @param expiresAt until when it can be scanned, or {@code null} where it is not told
	 * @param pollingInterval the pause between two status queries
	 */
	record QrReturn(String returnId, String qrData, @Nullable Instant expiresAt, Duration pollingInterval) {

	}

	/**
	 * A purchase of the customer's.
	 *
	 * @param orderId Kaspi Pay's id of the order
	 * @param amount the amount in ₸, or {@code null} where it is not told
	 * @param paidAt when it was paid, or {@code null} where it is not told
	 */
	record Purchase(String orderId, @Nullable BigDecimal amount, @Nullable Instant paidAt) {

	}

}
