/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.math.BigDecimal;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Fees as agreed with Kaspi Pay, as fractions of the amount.
 *
 * @param qrRate Fee for a payment by QR code, as a fraction: 0.005 for 0.5 %, at most
 * 0.1.
 * @param qrMinimum Least fee for a payment by QR code, in ₸.
 * @param cardRate Fee for a payment by card, as a fraction.
 * @param refundRate Fee for a refund, as a fraction.
 */
public record KaspiPayFeesProperties(@DefaultValue("0.005") BigDecimal qrRate, @DefaultValue("50") BigDecimal qrMinimum,
		@DefaultValue("0.02") BigDecimal cardRate, @DefaultValue("0.001") BigDecimal refundRate) {

	private static final BigDecimal MAX_RATE = new BigDecimal("0.1");

	private static final BigDecimal MAX_MINIMUM = new BigDecimal("1000000");

	/**
	 * Returns the same, checked.
	 */
	KaspiPayFeesProperties checked() {
		requireRate("fees.qr-rate", this.qrRate);
		PropertyRules.require(this.qrMinimum.signum() >= 0 && this.qrMinimum.compareTo(MAX_MINIMUM) <= 0,
				"fees.qr-minimum", "must be between 0 and " + MAX_MINIMUM + " ₸", this.qrMinimum);
		requireDecimals("fees.qr-minimum", this.qrMinimum);
		requireRate("fees.card-rate", this.cardRate);
		requireRate("fees.refund-rate", this.refundRate);
		return this;
	}

	private static void requireRate(String property, BigDecimal rate) {
		if (rate.signum() < 0 || rate.compareTo(MAX_RATE) > 0) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay." + property + " must be a fraction of the amount between 0 and " + MAX_RATE
							+ ", and is " + rate + ".",
					"Correct kaspi.pay." + property + ". A rate in percent is to be divided by 100: write 0.005 for "
							+ "0.5 %.");
		}
		requireDecimals(property, rate);
	}

	private static void requireDecimals(String property, BigDecimal value) {
		PropertyRules.require(value.stripTrailingZeros().scale() <= 10, property, "must have at most 10 decimals",
				value);
	}

}
