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
public final class KaspiFees {

	private static final int DECIMALS = 2;

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
	 * @param qrMinimum the least charged for a payment by QR code, in ₸, 0 or more
	 * @param cardRate the fraction charged for a payment by card, 0 to 1
	 * @param refundRate the fraction charged for a refund, 0 to 1
	 * @throws IllegalArgumentException if a value is out of its range; the message names
	 * it
	 */
	public KaspiFees(BigDecimal qrRate, BigDecimal qrMinimum, BigDecimal cardRate, BigDecimal refundRate) {
		this.qrRate = requireRate("qrRate", qrRate);
		if (qrMinimum.signum() < 0) {
			throw new IllegalArgumentException("qrMinimum must be 0 ₸ or more");
		}
		this.qrMinimum = qrMinimum;
		this.cardRate = requireRate("cardRate", cardRate);
		this.refundRate = requireRate("refundRate", refundRate);
	}

	private static BigDecimal requireRate(String name, BigDecimal rate) {
		if (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) > 0) {
			throw new IllegalArgumentException(name + " must be a fraction from 0 to 1: 0.005 is 0.5 %");
		}
		return rate;
	}

	/**
	 * Returns the fee for a payment by QR code.
	 * @param amount the amount paid in ₸, more than 0
	 * @return the fee in ₸, with 2 decimals; for a small payment the minimum, which may
	 * be more than the payment
	 * @throws IllegalArgumentException if the amount is not more than 0
	 */
	public BigDecimal qr(BigDecimal amount) {
		return round(share(amount, this.qrRate).max(this.qrMinimum));
	}

	/**
	 * Returns the fee for a payment by card.
	 * @param amount the amount paid in ₸, more than 0
	 * @return the fee in ₸, with 2 decimals
	 * @throws IllegalArgumentException if the amount is not more than 0
	 */
	public BigDecimal card(BigDecimal amount) {
		return round(share(amount, this.cardRate));
	}

	/**
	 * Returns the fee for a refund.
	 * @param amount the amount given back in ₸, more than 0
	 * @return the fee in ₸, with 2 decimals
	 * @throws IllegalArgumentException if the amount is not more than 0
	 */
	public BigDecimal refund(BigDecimal amount) {
		return round(share(amount, this.refundRate));
	}

	private static BigDecimal share(BigDecimal amount, BigDecimal rate) {
		if (amount.signum() <= 0) {
			throw new IllegalArgumentException("amount must be more than 0 ₸");
		}
		return amount.multiply(rate);
	}

	private static BigDecimal round(BigDecimal fee) {
		return fee.setScale(DECIMALS, RoundingMode.HALF_UP);
	}

}
