package io.github.kaspipay.order;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * How much of an order to give back, and why.
 *
 * @param amount the amount in ₸, more than 0 with at most 2 decimals, or {@code null} for
 * all that is left
 * @param reason the reason, 1 to 255 characters
 */
public record KaspiRefundRequest(@Nullable BigDecimal amount, String reason) {

	/**
	 * Creates the request.
	 * @param amount the amount in ₸, or {@code null} for all that is left
	 * @param reason the reason
	 * @throws IllegalArgumentException if the amount or the reason is out of its range
	 */
	public KaspiRefundRequest {
		if (amount != null) {
			OrderRules.requireAmount(amount);
		}
		if (reason == null || reason.isBlank() || reason.length() > 255) {
			throw new IllegalArgumentException("reason must have 1 to 255 characters");
		}
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

}
