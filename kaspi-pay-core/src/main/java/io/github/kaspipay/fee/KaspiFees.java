/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.fee;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Works out what Kaspi Pay charges the merchant, rounded half up to 0.01 ₸. Immutable and
 * thread-safe.
 * <p>
 * The rates a merchant really pays are in the contract with Kaspi Pay. They may differ
 * from the published ones that {@link #KaspiFees()} uses.
 */
public class KaspiFees {

	private static final int DECIMALS = 2;

	private static final int RATE_DECIMALS = 10;

	/**
	 * More zeros take minutes to strip.
	 */
	private static final int MAX_SCALE = 1000;

	private static final BigDecimal MAX_MINIMUM = new BigDecimal("1000000");

	/**
	 * Largest amount an order can have.
	 */
	private static final BigDecimal MAX_AMOUNT = new BigDecimal("9999999999999.99");

	private final BigDecimal qrRate;

	private final BigDecimal qrMinimum;

	private final BigDecimal cardRate;

	private final BigDecimal refundRate;

	/**
	 * Creates fees of Kaspi Pay's published rates: QR 0.5 % and at least 50 ₸, card 2 %
	 * (published as 1.5 to 2 %), refund 0.1 %.
	 */
	public KaspiFees() {
		this(new BigDecimal("0.005"), new BigDecimal("50"), new BigDecimal("0.02"), new BigDecimal("0.001"));
	}

	/**
	 * Creates fees of a merchant's own rates.
	 * @param qrRate the fraction charged for a payment by QR code, 0 to 1: 0.005 is 0.5 %
	 * @param qrMinimum the least charged for a payment by QR code, in ₸, 0 to 1000000
	 * @param cardRate the fraction charged for a payment by card, 0 to 1
	 * @param refundRate the fraction charged for a refund, 0 to 1
	 * @throws IllegalArgumentException if a value is out of its range or has more than 10
	 * decimals; the message names it
	 */
	public KaspiFees(BigDecimal qrRate, BigDecimal qrMinimum, BigDecimal cardRate, BigDecimal refundRate) {
		this.qrRate = requireRate("qrRate", qrRate);
		if (qrMinimum.signum() < 0 || qrMinimum.compareTo(MAX_MINIMUM) > 0) {
			throw new IllegalArgumentException("qrMinimum must be 0 to " + MAX_MINIMUM + " ₸");
		}
		this.qrMinimum = withinDecimals("qrMinimum", qrMinimum, RATE_DECIMALS);
		this.cardRate = requireRate("cardRate", cardRate);
		this.refundRate = requireRate("refundRate", refundRate);
	}

	private static BigDecimal requireRate(String name, BigDecimal rate) {
		if (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) > 0) {
			throw new IllegalArgumentException(name + " must be a fraction from 0 to 1: 0.005 is 0.5 %");
		}
		return withinDecimals(name, rate, RATE_DECIMALS);
	}

	/**
	 * More decimals mean nothing, and can take hours to compute with.
	 */
	private static BigDecimal withinDecimals(String name, BigDecimal value, int decimals) {
		BigDecimal stripped = (value.signum() == 0 || value.scale() <= MAX_SCALE) ? value.stripTrailingZeros() : value;
		if (stripped.scale() > decimals) {
			throw new IllegalArgumentException(name + " must have at most " + decimals + " decimals");
		}
		return stripped;
	}

	/**
	 * Returns the fee for a payment by QR code.
	 * @param amount the amount paid in ₸, more than 0 with at most 2 decimals
	 * @return the fee in ₸, with 2 decimals; for a small payment the minimum, which may
	 * be more than the payment
	 * @throws IllegalArgumentException if the amount is none that an order can have
	 */
	public BigDecimal qr(BigDecimal amount) {
		return round(share(amount, this.qrRate).max(this.qrMinimum));
	}

	/**
	 * Returns the fee for a payment by card.
	 * @param amount the amount paid in ₸, more than 0 with at most 2 decimals
	 * @return the fee in ₸, with 2 decimals
	 * @throws IllegalArgumentException if the amount is none that an order can have
	 */
	public BigDecimal card(BigDecimal amount) {
		return round(share(amount, this.cardRate));
	}

	/**
	 * Returns the fee for a refund.
	 * @param amount the amount given back in ₸, more than 0 with at most 2 decimals
	 * @return the fee in ₸, with 2 decimals
	 * @throws IllegalArgumentException if the amount is none that an order can have
	 */
	public BigDecimal refund(BigDecimal amount) {
		return round(share(amount, this.refundRate));
	}

	private static BigDecimal share(BigDecimal amount, BigDecimal rate) {
		if (amount.signum() <= 0 || amount.compareTo(MAX_AMOUNT) > 0) {
			throw new IllegalArgumentException("amount must be more than 0 ₸ and at most " + MAX_AMOUNT + " ₸");
		}
		return withinDecimals("amount", amount, DECIMALS).multiply(rate);
	}

	private static BigDecimal round(BigDecimal fee) {
		return fee.setScale(DECIMALS, RoundingMode.HALF_UP);
	}

}
