/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * How much of an order to give back, and why.
 *
 * @param amount the amount in ₸, more than 0 with at most 2 decimals, or {@code null} for
 * all that is left
 * @param reason the reason, 1 to 255 characters
 * @param key tells this refund from others of the same order, 1 to 64 visible characters,
 * or {@code null}: a refund with a key is sent once, however often it is asked for
 * @param returnId the return that the customer has agreed to, where the protocol refunds
 * only then; otherwise {@code null}
 */
public record KaspiRefundRequest(@Nullable BigDecimal amount, String reason, @Nullable String key,
		@Nullable String returnId) {

	/**
	 * Creates the request.
	 * @param amount the amount in ₸, or {@code null} for all that is left
	 * @param reason the reason
	 * @param key the key, or {@code null}
	 * @param returnId the return that the customer has agreed to, or {@code null}
	 * @throws IllegalArgumentException if the amount, the reason or the key is out of its
	 * range
	 */
	public KaspiRefundRequest {
		if (amount != null) {
			OrderRules.requireAmount(amount);
		}
		if (reason == null || reason.isBlank() || reason.length() > 255) {
			throw new IllegalArgumentException("reason must have 1 to 255 characters");
		}
		if (key != null && !OrderRules.isReference(key)) {
			throw new IllegalArgumentException("key must be 1 to 64 visible characters, without spaces");
		}
		if (returnId != null && !OrderRules.isOrderId(returnId)) {
			throw new IllegalArgumentException("returnId must be 1 to 64 of the characters A-Z, a-z, 0-9, _ and -");
		}
	}

	/**
	 * Creates a request without a return.
	 * @param amount the amount in ₸, or {@code null} for all that is left
	 * @param reason the reason
	 * @param key the key, or {@code null}
	 * @throws IllegalArgumentException if the amount, the reason or the key is out of its
	 * range
	 */
	public KaspiRefundRequest(@Nullable BigDecimal amount, String reason, @Nullable String key) {
		this(amount, reason, key, null);
	}

	/**
	 * Creates a request without a key.
	 * @param amount the amount in ₸, or {@code null} for all that is left
	 * @param reason the reason
	 * @throws IllegalArgumentException if the amount or the reason is out of its range
	 */
	public KaspiRefundRequest(@Nullable BigDecimal amount, String reason) {
		this(amount, reason, null, null);
	}

	/**
	 * Gives a part back.
	 * @param amount the amount in ₸, more than 0 with at most 2 decimals
	 * @param reason the reason, 1 to 255 characters
	 * @return the request
	 * @throws IllegalArgumentException if the amount or the reason is out of its range
	 */
	public static KaspiRefundRequest of(BigDecimal amount, String reason) {
		if (amount == null) {
			throw new IllegalArgumentException("amount must not be null");
		}
		return new KaspiRefundRequest(amount, reason);
	}

	/**
	 * Gives all that is left back.
	 * @param reason the reason, 1 to 255 characters
	 * @return the request
	 * @throws IllegalArgumentException if the reason is out of its range
	 */
	public static KaspiRefundRequest full(String reason) {
		return new KaspiRefundRequest(null, reason);
	}

	/**
	 * Returns this request with a key. The same key of an order is the same refund: it is
	 * sent once, and asking for it again returns it. Give one wherever a refund may be
	 * asked for twice, as in a listener.
	 * @param key the key, 1 to 64 visible characters
	 * @return the request
	 * @throws IllegalArgumentException if the key is out of its range
	 */
	public KaspiRefundRequest key(String key) {
		if (key == null) {
			throw new IllegalArgumentException("key must not be null");
		}
		return new KaspiRefundRequest(this.amount, this.reason, key, this.returnId);
	}

	/**
	 * Returns this request for a return that the customer has agreed to by scanning its
	 * QR code, where the protocol refunds only then (QR API, scheme standard).
	 * @param returnId Kaspi's id of the return
	 * @return the request
	 * @throws IllegalArgumentException if the id is out of its range
	 */
	public KaspiRefundRequest returnId(String returnId) {
		if (returnId == null) {
			throw new IllegalArgumentException("returnId must not be null");
		}
		return new KaspiRefundRequest(this.amount, this.reason, this.key, returnId);
	}

}
